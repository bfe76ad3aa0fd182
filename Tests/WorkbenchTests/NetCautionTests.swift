import BinaryBrain
import Testing

@testable import Workbench

/// Rules of the original that are kept, and bite: whoever builds such a net is told, and with the remedy is told no more.
@Suite struct NetCautionTests {
    private func cautions(_ layers: [any Model], scale: Float = 1) throws -> [String] {
        let net = try BinaryModulation(Sequential(layers), trainingModulationSize: 3)
        try net.setInputShape([36])
        let values = try TinyExperiment.samples(4).frameMajorValues().map { $0 * scale }
        return try NetCautions(of: net, samples: FrameBuffer(frameMajor: values, shape: [36])).sentences
    }

    @Test func binaryLutTakesMinusOneForAOne() throws {
        let told = try cautions([BinaryLut(outputShape: [4])])
        #expect(told.count == 1)
        #expect(told.first?.hasPrefix("layer 0 BinaryLut6: ") == true && told.first?.hasSuffix("fw_dtype: bit") == true)
        #expect(try cautions([BinaryLut(outputShape: [4], forwardType: .bit)]) == [])
        #expect(try cautions([DifferentiableLut(outputShape: [12]), BinaryLut(outputShape: [4])]).count == 1)
    }

    @Test func averageOfZerosAndOnesIsAnOr() throws {
        func net(binarizesInput: Bool) throws -> [any Model] {
            [
                try DifferentiableLut(outputShape: [12]),
                try AverageLut(outputShape: [4], binarizeInput: binarizesInput),
            ]
        }
        #expect(try cautions(net(binarizesInput: false)).first?.contains("binarize_input: true") == true)
        #expect(try cautions(net(binarizesInput: true)) == [])
    }

    @Test func demodulatorsThatIgnoreTheirShapeOrCountNumbers() throws {
        let dense = try DenseAffine(outputShape: [4])
        #expect(try cautions([dense]) == [], "the experiment's own modulation averages")
        let chain = [try RealToBinary(), try DenseAffine(outputShape: [4]), try BinaryToReal()] as [any Model]
        #expect(try cautions(chain).contains { $0.hasSuffix("write average_reals: true") })
        let folded = try BinaryToReal(outputShape: [2])
        #expect(try cautions([DifferentiableLut(outputShape: [4]), folded]).contains { $0.contains("gives way to") })
        let respected = try BinaryToReal(depthIntegrationSize: 0, outputShape: [2])
        #expect(try cautions([DifferentiableLut(outputShape: [4]), respected]) == [])
    }

    @Test func numbersOutsideTheRange() throws {
        let luts = [try DifferentiableLut(outputShape: [4])]
        #expect(try cautions(luts) == [])
        #expect(try cautions(luts, scale: -1).first?.hasPrefix("modulation: numbers from 0.0 to 1.0") == true)
        let told = try cautions([BitEncode(bitSize: 2)])
        #expect(told.contains { $0.contains("the upper bits are lost") })
    }

    @Test func layersThatNoGradientReaches() throws {
        let told = try cautions([
            DifferentiableLut(outputShape: [12]), DifferentiableLut(outputShape: [8]),
            BinaryLut(outputShape: [4], forwardType: .bit), DenseAffine(outputShape: [4]),
        ])
        #expect(told == ["layers 0 to 1 keep their initial parameters: no gradient passes layer 2 BinaryLut6"])
    }

    @Test func theSessionSaysSo() throws {
        let spec = try TinyExperiment.spec("net.2={BinaryLut: {output_shape: [4]}}")
        let experiment = try Experiment(
            spec: spec, data: ExperimentData(dataset: TinyExperiment.dataset(), target: .labels))
        let before = try experiment.checkpoint().digest
        #expect(try experiment.cautions().contains { $0.contains("layers 0 to 1 keep") })
        #expect(try experiment.checkpoint().digest == before, "looking leaves no trace")
    }
}
