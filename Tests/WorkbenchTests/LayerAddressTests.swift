import BinaryBrain
import Testing

@testable import Workbench

/// What a row of the layer table takes for addressed is what the layer does.
@Suite("Addresses of layers") struct LayerAddressTests {
    @Test func rowsAnswerAsTheirLayersDo() throws {
        let net = try TinyExperiment.spec(
            "net=[DifferentiableLut: { output_shape: [48], bin_dtype: bit }, DenseAffine: { output_shape: [24], name: own }, "
                + "BatchNormalization, Binarize: { bin_dtype: bit }]"
        ).net.map { try $0.makeModel(defaultSeed: 1) }
        let layers = Sequential(net)
        try layers.setInputShape([36])
        let rows = LayerTable(of: layers).snapshots
        #expect(rows.count == 4)
        let names = layers.layers.flatMap { [$0.modelName, $0.objectName] }
        #expect(Set(names).count > 4, "there are names with element types")
        for target in names + ["all", "own", "DifferentiableLut", "Dense", "other", ""] {
            for (index, (row, layer)) in zip(rows, layers.layers).enumerated() {
                #expect(
                    LayerSelector.named(target).matches(index, row) == layer.answers(to: target),
                    "\(target) \(layer.objectName)")
            }
        }
    }

    @Test(arguments: [
        ("all", true), ("DifferentiableLut6", true), ("DifferentiableLut", true), ("DifferentiableLut6_bit_fp32", true),
        ("own", true), ("Differentiable", false), ("", false), ("DifferentiableLut4", false),
    ]) func anAddressIsAnyOfItsNames(target: String, answers: Bool) {
        let address = LayerAddress(
            className: "DifferentiableLut6", objectName: "DifferentiableLut6_bit_fp32", name: "own")
        #expect(address.answers(to: target) == answers)
    }
}
