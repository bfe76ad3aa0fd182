import BinaryBrain
import Datasets
import Foundation
import Testing

@testable import Workbench

/// Classes of the manual that hold others, or are parts of others, written out in an experiment file.
@Suite struct ManualLayersTests {
    private func experiment(_ net: String, _ settings: String...) throws -> Experiment {
        let overrides = try (["net=\(net)"] + settings).map { try SpecificationOverride(parsing: $0) }
        let text = TinyExperiment.yaml.replacing("modulation: { train: 3, test: 3, method: pwm }\n", with: "")
        let spec = try ExperimentSpec(yaml: text, source: "manual.yaml", overrides: overrides)
        return try Experiment(spec: spec, data: spec.data(of: TinyExperiment.dataset()))
    }

    private func answers(_ experiment: Experiment) throws -> [Float] {
        let x = try experiment.data.batch(of: experiment.data.test, samples: [0, 1, 2, 3, 4, 5, 6]).input
        return try experiment.net.forward(x, train: false).frameMajorValues()
    }

    @Test func aConvolutionWrittenOutIsTheConvolution() throws {
        let rest = "DenseAffine: { output_shape: [4] }"
        let whole = try experiment(
            "[Convolution2d: { filter_size: 3, sub_layer: [DenseAffine: { output_shape: [5] }, ReLU] }, \(rest)]")
        let parts = try experiment(
            "[ConvolutionIm2Col: { filter_size: 3 }, Sequential: { model_list: [DenseAffine: { output_shape: [5] }, ReLU], "
                + "name: inside }, ConvolutionCol2Im: { output_size: 4 }, \(rest)]")
        for _ in 0..<4 {
            try whole.trainMiniBatch()
            try parts.trainMiniBatch()
        }
        #expect(try answers(whole) == answers(parts))
        #expect(parts.net.withDescendants.contains { $0.name == "inside" })
    }

    @Test func framesThatNothingBringsTogetherAreRefused() {
        #expect {
            try experiment("[ConvolutionIm2Col: { filter_size: 3 }, DenseAffine: { output_shape: [4] }]")
        } throws: { "\($0)".contains("a sample becomes 16 frames") }
    }

    /// What stands behind a modulation works on numbers; the training goes on from a checkpoint with the same bits.
    @Test func somethingCanStandBehindAModulation() throws {
        let luts = "DifferentiableLut: { output_shape: [24] }, DifferentiableLut: { output_shape: [12] }"
        let modulation =
            "BinaryModulation: { layer: [\(luts)], training_modulation_size: 3, inference_modulation_size: 5, "
            + "value_generator: { normal: { mean: 0.5, deviation: 0.2, seed: 4 } } }"
        let subject = try experiment("[\(modulation), Reduce: { output_shape: [4] }]")
        let inner = try #require(subject.net.withDescendants.compactMap { $0 as? BinaryModulation }.first)
        #expect(inner.trainingModulationSize == 3 && inner.inferenceModulationSize == 5)
        #expect(inner.realToBinary.valueGenerator?.configuration.seed == 4)
        for _ in 0..<3 { try subject.trainMiniBatch() }
        let saved = try subject.checkpoint()
        let resumed = try Experiment(
            Checkpoint(decoding: saved.encode(), path: "saved"), spec: subject.spec, data: subject.data, path: "saved")
        for _ in 0..<3 {
            try subject.trainMiniBatch()
            try resumed.trainMiniBatch()
        }
        #expect(try subject.checkpoint().digest == resumed.checkpoint().digest)
        // Values of 0, 1/15 … 1: five frames of three nodes each.
        #expect(try answers(resumed).allSatisfy { abs($0 * 15 - ($0 * 15).rounded()) < 1e-4 })
    }

    @Test(arguments: [
        ("uniform", "UniformDistributionGenerator_fp32", Float(0), Float(1)),
        ("{ uniform: { low: 0.25, high: 0.5 } }", "UniformDistributionGenerator_fp32", 0.25, 0.5),
        ("normal", "NormalDistributionGenerator_fp32", 0.5, 0.25),
        ("{ normal: { deviation: 0.1 } }", "NormalDistributionGenerator_fp32", 0.5, 0.1),
    ])
    func thresholdsCanBeDrawn(value: String, name: String, first: Float, second: Float) throws {
        let subject = try experiment(
            "[RealToBinary: { frame_modulation_size: 3, value_generator: \(value) }, "
                + "DifferentiableLut: { output_shape: [4] }, BinaryToReal: { frame_integration_size: 3 }]", "seed=7")
        let generator = try #require(subject.net.leaves.first?.hardware.modulator?.valueGenerator)
        #expect(generator.objectName == name)
        #expect(generator.configuration == (first, second, 7))
        try subject.trainMiniBatch()
    }

    @Test(arguments: [
        ("RealToBinary: { value_generator: gauss }", "is not one of its values"),
        ("RealToBinary: { value_generator: { uniform: { low: 1, high: 0 } } }", "is not below"),
        ("RealToBinary: { value_generator: { normal: { low: 1 } } }", "has no field 'low'"),
        ("Sequential", "needs model_list"), ("BinaryModulation: { layer: [] }", "no layer in it"),
        ("BinaryLut: { output_shape: [24], from: nothing.bb_net }", "is not a file and what of it is meant"),
        ("BinaryLut: { output_shape: [24], from: nothing.bb_net @0 }", "nothing.bb_net"),
        ("BinaryLut: { output_shape: [24], from: a.bb_net @0, sha256: 12 }", "is not a SHA-256"),
        ("RealToBinary: { value_generator: uniform, thresholds: distributive }", "both given and drawn"),
        ("ConvolutionIm2Col: { filter_size: 9 }", "has no place in an image"),
    ])
    func whatIsWrongIsSaidWithItsLine(layer: String, message: String) throws {
        let text = TinyExperiment.yaml.replacing("  - DifferentiableLut: { output_shape: [48] }", with: "  - \(layer)")
        let error = try #require(throws: SpecificationError.self) {
            let spec = try ExperimentSpec(yaml: text, source: "manual.yaml")
            _ = try spec.makeNet(input: [1, 6, 6], output: [4], readNet: ReferenceFiles().net(of:))
        }
        #expect("\(error)".contains(message), "\(error)")
        #expect(error.line == 6)
    }

    /// The tables of a trained net in a net of fixed tables: the same answers, in each form of file.
    @Test func fixedTablesComeFromATrainedNet() throws {
        let folder = try TemporaryFolder()
        let spec = try TinyExperiment.spec()
        let trained = try Experiment(spec: spec, data: spec.data(of: TinyExperiment.dataset()))
        for _ in 0..<TinyExperiment.stepsPerEpoch { try trained.trainMiniBatch() }
        let checkpoint = "\(folder.path)/trained.bbwb"
        try AtomicFile.write(trained.checkpoint().encode(), to: checkpoint)
        let net = "\(folder.path)/trained.bb_net"
        try Data(ModelFile.encode(trained.net.withinModulation)).write(to: URL(fileURLWithPath: net))
        for file in [checkpoint, net] {
            let layers = [("48", "0"), ("24", "middle"), ("4", "2")].map { size, layer in
                "BinaryLut: { output_shape: [\(size)], from: '\(file) @\(layer)', fw_dtype: bit }"
            }
            let fixedSpec = try TinyExperiment.spec("net=[\(layers.joined(separator: ", "))]")
            let fixed = try Experiment(spec: fixedSpec, data: fixedSpec.data(of: TinyExperiment.dataset()))
            #expect(try answers(fixed) == answers(trained))
        }
        let files = ReferenceFiles().net(of:)
        let wrong = try TinyExperiment.spec(
            "net=[BinaryLut: { output_shape: [24], from: '\(checkpoint) @middle' }, DenseAffine: { output_shape: [4] }]"
        )
        #expect { try wrong.makeNet(input: [36], output: [4], readNet: files) } throws: {
            "\($0)".contains("were trained on")
        }
        let other = try TinyExperiment.spec("net.0={BinaryLut: { output_shape: [48], from: '\(checkpoint) @9' }}")
        #expect { try other.makeNet(input: [36], output: [4], readNet: files) } throws: {
            "\($0)".contains("no layer '9'")
        }
    }

    /// A run that goes on, or is replayed, takes the tables that it was begun with, or none.
    @Test func theFileOfFixedTablesIsKnownByItsDigest() throws {
        let folder = try TemporaryFolder()
        let net = "\(folder.path)/trained.bb_net"
        func writeNet(seed: Int) throws {
            let layer = try DifferentiableLut(outputShape: [8], seed: UInt64(seed))
            try layer.setInputShape([36])
            try AtomicFile.write([UInt8](ModelFile.encode(layer)), to: net)
        }
        try writeNet(seed: 1)
        let luts = "BinaryLut: { output_shape: [8], from: '\(net) @0' }"
        let spec = try TinyExperiment.spec(
            "net=[Sequential: { model_list: [\(luts)] }, DenseAffine: { output_shape: [4] }]"
        ).withDigests()
        let digest = try SHA256Digest.hex(of: AtomicFile.read(net))
        #expect(spec.references.map(\.path) == [net] && spec.references.map(\.digest) == [digest])
        let data = try spec.data(of: TinyExperiment.dataset())
        _ = try Experiment(spec: spec, data: data)
        try writeNet(seed: 2)
        #expect { try Experiment(spec: spec, data: data) } throws: {
            "\($0)".contains("is not the file that the experiment began with")
        }
        // The run's copy serves.
        try writeNet(seed: 1)
        let run = try RunDirectory.create(in: folder.path, for: spec, at: Date(timeIntervalSince1970: 1_800_000_000))
        _ = try run.keepCopy(of: AtomicFile.read(net), digest: digest)
        try FileManager.default.removeItem(atPath: net)
        _ = try Experiment(spec: spec, data: data, files: ReferenceFiles(copiesIn: run))
    }

    /// A label for each pixel, from the labels of images.
    @Test func segmentationHasAClassForEachPixel() throws {
        let filter =
            "Convolution2d: { filter_size: 3, padding: same, sub_layer: [DenseAffine: { output_shape: [5, 1, 1] }] }"
        let subject = try experiment("[\(filter)]", "target=segmentation")
        #expect(subject.data.targetShape == [5, 6, 6])
        let set = subject.data.train
        for sample in 0..<8 {
            let (values, target) = (set.values(of: sample), set.target(of: sample))
            for pixel in 0..<36 {
                let wanted = values[pixel] > 0.5 ? sample % 4 : 4
                #expect((0..<5).map { target[$0 * 36 + pixel] } == (0..<5).map { $0 == wanted ? 1 : 0 })
            }
        }
        for _ in 0..<3 { try subject.trainMiniBatch() }
        #expect { try experiment("[\(filter)]", "target=segments") } throws: { "\($0)".contains("segmentation") }
    }
}
