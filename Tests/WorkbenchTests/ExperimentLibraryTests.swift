import BinaryBrain
import Datasets
import Foundation
import TestSupport
import Testing

@testable import Workbench

/// The experiments that come with the program: each can be read, built and trained.
@Suite struct ExperimentLibraryTests {
    private static let names = ExperimentLibrary.names + ExperimentLibrary.sampleNames

    /// A few made-up samples in the form of a data set, so that no test needs one that has to be fetched.
    static func sketch(of spec: ExperimentSpec, train: Int, test: Int) throws -> Dataset {
        let names = (0..<10).map(String.init)
        func set(_ count: Int, _ shape: Shape, from start: Int) throws -> SampleSet {
            var generator = MersenneTwister64(seed: UInt64(start + 1))
            let values = (0..<count * shape.count).map { _ in UInt8(generator.uniformInteger(0, 255)) }
            return try SampleSet(
                shape: shape, values: .pixels(values),
                targets: .labels((0..<Int32(count)).map { $0 % 10 }, classCount: 10), name: spec.data)
        }
        switch spec.data {
        case "mnist-5k", "mnist", "fashion-mnist":
            return try Dataset(
                name: spec.data, train: set(train, [1, 28, 28], from: 0), test: set(test, [1, 28, 28], from: 1),
                classNames: names)
        case "cifar10":
            return try Dataset(
                name: spec.data, train: set(train, [3, 32, 32], from: 0), test: set(test, [3, 32, 32], from: 1),
                classNames: names)
        default: return try spec.loadUnsplitDataset()
        }
    }

    @Test(arguments: names)
    func everyExperimentThatComesWithTheProgramCanBeBuilt(_ name: String) throws {
        let spec = try ExperimentSpec(named: name)
        #expect(spec.name == name)
        let data = try spec.data(of: Self.sketch(of: spec, train: 20, test: 10))
        // Nothing is drawn: some of these nets take gigabytes.
        let memory = try spec.memory(input: data.inputShape, output: data.targetShape)
        #expect(memory.total > 0)
    }

    /// An epoch of two mini-batches of four images.
    /// A teacher writes a file for its student, and the student reads it: they have tests of their own.
    @Test(.enabled(if: SlowTests.areEnabled), arguments: names.filter { !$0.contains("distill") })
    func everyExperimentTrains(_ name: String) throws {
        let settings = ["batch_size=4", "epochs=1", "evaluate.batch_size=4"]
        var spec = try ExperimentSpec(
            named: name, overrides: settings.map { try SpecificationOverride(parsing: $0) })
        if spec.modulation.map({ $0.train > 3 || $0.test > 3 }) ?? false {
            let small = settings + ["modulation.train=3", "modulation.test=3"]
            spec = try ExperimentSpec(named: name, overrides: small.map { try SpecificationOverride(parsing: $0) })
        }
        let folder = try TemporaryFolder()
        let session = Session(
            spec: spec,
            options: SessionOptions(
                runsFolder: folder.path, isWatched: false,
                loadDataset: { try Self.sketch(of: $0, train: 8, test: 4) }))
        let end = session.waitUntilIdle()
        #expect(end.state == .finished && end.epoch == 1)
        let loss = try #require(end.testLoss.last?.value)
        #expect(loss.isFinite)
        // What was saved answers.
        let run = RunDirectory(path: try #require(end.runDirectory))
        let saved = try SavedModel(contentsOf: run.checkpointPath(step: end.step))
        let samples = try Self.sketch(of: spec, train: 8, test: 4).train.values(of: 0)
        let answers = try saved.predict(samples)
        #expect(answers.count == saved.net.outputShape.count && answers.allSatisfy(\.isFinite))
        session.send(.stop)
        session.waitUntilIdle()
    }

    /// Every kind of the project's samples, on both sets of images.
    @Test func everySampleIsThere() {
        let kinds = [
            "dense", "dense-cnn", "lut-simple", "lut-cnn", "stochastic-lut-simple", "stochastic-lut-cnn",
            "micro-mlp-simple", "micro-mlp-cnn", "autoencoder-simple", "autoencoder-cnn", "binary-cnn", "lut-mobilenet",
        ]
        let wanted = kinds.flatMap { ["mnist-\($0)", "cifar10-\($0)"] } + ["mnist-segmentation", "diabetes-dense"]
        #expect(Set(wanted).subtracting(Self.names) == [])
    }
}
