import BinaryBrain
import Testing

@testable import Workbench

extension ExperimentSpecTests {
    @Test func aSwitcherHoldsNets() throws {
        let student = "{DifferentiableLut: {output_shape: [8]}}"
        let nets = "{teacher: [DenseAffine: {output_shape: [8]}, ReLU], student: \(student)}"
        let spec = try TinyExperiment.spec("net.0={Switcher: {model_dict: \(nets), init_model_name: student}}")
        let net = try #require(spec.makeNet(input: [36], output: [4]) as? BinaryModulation)
        let layer = try #require(net.layer.children[0] as? Switcher)
        #expect(layer.models.map(\.key) == ["teacher", "student"] && layer.currentName == "student")
        #expect(layer.models[0].model.leaves.map(\.modelName) == ["DenseAffine", "ReLU"])
        #expect(try net.sendCommand("switch_model teacher") == 1)
        #expect(try ExperimentSpec(yaml: spec.yaml, source: "again").yaml == spec.yaml)
        for (wrong, remedy) in [
            ("{}", "write { teacher"), ("[ReLU]", "write { teacher"), ("{a: ReLX}", "did you mean 'ReLU'?"),
        ] {
            let error = try #require(throws: SpecificationError.self) {
                try TinyExperiment.spec("net.0={Switcher: {model_dict: \(wrong)}}")
            }
            #expect(error.remedy.contains(remedy))
        }
    }

    /// A convolution on the tiny experiment's images, with this in place of its sub-layers.
    private static func convolution(_ subLayer: String, filter: String = "[3, 3]") throws -> ExperimentSpec {
        let lines = "- Convolution2d:\n      filter_size: \(filter)\n      sub_layer: \(subLayer)"
        let text = TinyExperiment.yaml.replacing("- DifferentiableLut: { output_shape: [48] }", with: lines)
        return try ExperimentSpec(yaml: text, source: "tiny.yaml")
    }

    @Test func convolutionsHoldLayers() throws {
        for (list, expected) in [
            ("[DifferentiableLut: { output_shape: [8] }, ReLU]", ["DifferentiableLut6", "ReLU"]),
            ("{ DifferentiableLut: { output_shape: [8] } }", ["DifferentiableLut6"]),
        ] {
            let spec = try Self.convolution(list)
            let net = try #require(spec.makeNet(input: [1, 6, 6], output: [4]) as? BinaryModulation)
            let layer = try #require(net.layer.children[0] as? Convolution2d)
            #expect(layer.subLayer.children.map(\.modelName) == expected)
            #expect(layer.filterSize == PlaneSize(3) && layer.outputShape == [8, 4, 4])
            #expect(try ExperimentSpec(yaml: spec.yaml, source: "again").yaml == spec.yaml)
        }
    }

    @Test(arguments: [
        ("[DiferentiableLut]", "3", "net.0.Convolution2d.sub_layer.0", 8, "did you mean 'DifferentiableLut'?"),
        (
            "[DifferentiableLut: { output_shap: 8 }]", "3",
            "net.0.Convolution2d.sub_layer.0.DifferentiableLut.output_shap", 8, "did you mean 'output_shape'?"
        ),
        ("[]", "3", "net.0.Convolution2d.sub_layer", 8, "write [DenseAffine: {"),
        ("ReLU", "[3, 3, 3]", "net.0.Convolution2d.filter_size", 7, "write [3, 3] or 3"),
        ("ReLU", "[3, 0]", "net.0.Convolution2d.filter_size.1", 7, "from 1 to 32768"),
    ])
    func mistakesInConvolutionsNameTheirPlace(
        _ subLayer: String, filter: String, field: String, line: Int, remedy: String
    ) throws {
        let error = try #require(throws: SpecificationError.self) { try Self.convolution(subLayer, filter: filter) }
        #expect(error.field == field)
        #expect(error.line == line)
        #expect(error.remedy.contains(remedy))
    }

    @Test func filtersThatDoNotFitTheImageNameTheirPlace() throws {
        let spec = try Self.convolution("ReLU", filter: "[7, 3]")
        let error = try #require(throws: SpecificationError.self) { try spec.makeNet(input: [1, 6, 6], output: [4]) }
        #expect(error.field == "net.0.Convolution2d")
        #expect(error.why.contains("a filter of 7×3 has no place in an image of 6×6"))
    }
}
