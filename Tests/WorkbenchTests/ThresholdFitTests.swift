import BinaryBrain
import Datasets
import Testing

@testable import Workbench

@Suite("Thresholds taken from training data") struct ThresholdFitTests {
    private static func spec(_ modulator: String, modulation: String = "") throws -> ExperimentSpec {
        let yaml = """
            name: tiny
            data: stripes
            seed: 1
            \(modulation)
            net:
              - RealToBinary: { \(modulator) }
              - DifferentiableLut: { output_shape: [40] }
              - GroupSum: { output_shape: [4] }
            loss: SoftmaxCrossEntropy
            metrics: CategoricalAccuracy
            optimizer: { Adam: { learning_rate: 0.01 } }
            batch_size: 8
            epochs: 4
            """
        return try ExperimentSpec(yaml: yaml, source: "tiny.yaml", overrides: [])
    }

    private static func experiment(_ spec: ExperimentSpec) throws -> Experiment {
        try Experiment(spec: spec, data: ExperimentData(dataset: TinyExperiment.dataset(), target: .labels))
    }

    /// They are the quantiles of the training samples, stay in the checkpoint, and training goes on from there with the same bits.
    @Test func theyAreFittedOnceAndKept() throws {
        let spec = try Self.spec("thresholds: distributive, depth_modulation_size: 2")
        let experiment = try Self.experiment(spec)
        let modulator = try #require(experiment.net.leaves.first as? RealToBinary)
        let samples = experiment.data.train
        let x = try experiment.data.batch(of: samples, samples: (0..<Int32(samples.count)).map { $0 }[...]).input
        let wanted = (0..<x.nodeCount).flatMap { node in
            let sorted = (0..<samples.count).map { x[frame: $0, node: node] }.sorted()
            return [1, 2].map { place in
                // So many of them are not above: at least place thirds.
                sorted.first { value in sorted.count { $0 <= value } * 3 >= place * sorted.count }!.nextUp
            }
        }
        #expect(modulator.ownThresholds == wanted && Set(wanted).count > 4)
        for _ in 0..<3 { try experiment.trainMiniBatch() }
        let checkpoint = try Checkpoint(decoding: experiment.checkpoint().encode(), path: "a file")
        let resumed = try Experiment(checkpoint, spec: spec, data: experiment.data, path: "a file")
        #expect((resumed.net.leaves.first as? RealToBinary)?.ownThresholds == wanted)
        for _ in 0..<3 {
            try experiment.trainMiniBatch()
            try resumed.trainMiniBatch()
        }
        #expect(try resumed.checkpoint().digest == experiment.checkpoint().digest)
    }

    @Test func onlyTheFirstLayerSeesTheSamples() throws {
        #expect(throws: BrainError.self) {
            try Self.experiment(Self.spec("thresholds: distributive", modulation: "modulation: { train: 1 }"))
        }
        _ = try Self.experiment(Self.spec("thresholds: [0.3, 0.6]"))
    }

    @Test(arguments: ["thresholds: []", "thresholds: even", "threshold_bits: 9", "thresholds: [a]"])
    func nonsenseIsRefused(modulator: String) {
        #expect(throws: SpecificationError.self) { try Self.spec(modulator) }
    }
}
