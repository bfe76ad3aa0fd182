import BinaryBrain
import Datasets
import Foundation

@testable import Workbench

/// A small experiment on made-up data that trains in milliseconds.
enum TinyExperiment {
    /// Its file in a folder.
    static func path(in folder: TemporaryFolder) throws -> String {
        let path = "\(folder.path)/tiny.yaml"
        try Data(yaml.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Its file.
    static let yaml = """
        name: tiny
        data: stripes
        seed: 1
        modulation: { train: 3, test: 3, method: pwm }
        net:
          - DifferentiableLut: { output_shape: [48] }
          - DifferentiableLut: { output_shape: [24], name: middle }
          - DifferentiableLut: { output_shape: [4] }
        loss: SoftmaxCrossEntropy
        metrics: CategoricalAccuracy
        optimizer: { Adam: { learning_rate: 0.01 } }
        batch_size: 16
        epochs: 4
        """

    /// Steps of an epoch with the batch size of the file.
    static let stepsPerEpoch = trainCount / 16
    static let trainCount = 100

    static func spec(_ overrides: String...) throws -> ExperimentSpec { try spec(overrides) }

    static func spec(_ overrides: [String]) throws -> ExperimentSpec {
        try ExperimentSpec(
            yaml: yaml, source: "tiny.yaml", overrides: overrides.map { try SpecificationOverride(parsing: $0) })
    }

    /// 6×6 images of four classes: one of four quadrants is bright, and everything is noisy.
    static func dataset() throws -> Dataset {
        var generator = MersenneTwister64(seed: 7)
        func set(_ count: Int) throws -> SampleSet {
            var images: [Float] = []
            let labels = (0..<Int32(count)).map { $0 % 4 }
            for label in labels {
                for pixel in 0..<36 {
                    let quadrant: Int32 = (pixel / 6 < 3 ? 0 : 2) + (pixel % 6 < 3 ? 0 : 1)
                    images.append(generator.uniformFloat() * 0.5 + (quadrant == label ? 0.5 : 0))
                }
            }
            return try SampleSet(
                shape: [1, 6, 6], values: .floats(images), targets: .labels(labels, classCount: 4), name: "stripes")
        }
        return try Dataset(
            name: "stripes", train: set(trainCount), test: set(40), classNames: ["a", "b", "c", "d"])
    }
}

/// A session on the tiny experiment, what it recorded, and how to wait for it.
final class TinySession: Sendable {
    let session: Session
    private let collected: Locked<[JournalRecord]>

    init(
        _ spec: ExperimentSpec, runsFolder: String? = nil, checkpoint: String? = nil, isWatched: Bool = false,
        first commands: Command...
    ) {
        let collected = Locked<[JournalRecord]>([])
        self.collected = collected
        // Reading the data waits for the commands, so that they come before the first mini-batch.
        let gate = DispatchSemaphore(value: 0)
        session = Session(
            spec: spec,
            options: SessionOptions(
                runsFolder: runsFolder, checkpointPath: checkpoint, isWatched: isWatched,
                onRecord: { record in collected.withLock { $0.append(record) } },
                loadDataset: { _ in
                    gate.wait()
                    return try TinyExperiment.dataset()
                }))
        for command in commands { session.send(command) }
        gate.signal()
    }

    var records: [JournalRecord] { collected.withLock { $0 } }

    /// The journal's lines that do not depend on the clock: epochs and commands.
    var reproducibleLines: [String] {
        records.compactMap { record in
            switch record {
            case .epoch(var epoch):
                epoch.framesPerSecond = 0
                epoch.imagesPerSecond = 0
                return try? JournalRecord.epoch(epoch).jsonLine()
            case .command: return try? record.jsonLine()
            default: return nil
            }
        }
    }

    /// Sends commands and waits until the session rests.
    @discardableResult
    func send(_ commands: Command...) -> Snapshot {
        for command in commands { session.send(command) }
        return session.waitUntilIdle()
    }

    /// The text of the newest event of a level.
    func lastEvent(_ level: SessionEvent.Level) -> String? {
        session.snapshot.events.last { $0.level == level }?.text
    }
}

/// An empty folder that goes away with its owner.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "bbwb-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
