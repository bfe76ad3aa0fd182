import BinaryBrain
import Datasets
import Foundation

/// What is left of a task of a sweep that has finished: all that a report needs, so that no journal is read for one.
public struct TaskRecord: Sendable, Hashable, Codable {
    /// One epoch.
    public struct Point: Sendable, Hashable, Codable {
        /// Epochs completed.
        public var epoch: Int
        /// Mini-batches trained.
        public var step: Int
        /// The training set.
        public var train: JournalRecord.Measurement
        /// The part that epochs are measured on.
        public var heldOut: JournalRecord.Measurement

        private enum CodingKeys: String, CodingKey {
            case epoch, step, train
            case heldOut = "held_out"
        }
    }

    /// The task's number.
    public var task: Int
    /// A value of each axis, by the axis's name.
    public var settings: [String: String]
    /// The seed.
    public var seed: UInt64
    /// SHA-256 of the specification that was trained.
    public var specification: String
    /// The run, as `EXPERIMENT/TIME`.
    public var run: String
    /// The part that epochs are measured on.
    public var part: String
    /// The last epoch.
    public var last: Point
    /// The epoch with the best metric.
    public var best: Point
    /// The test set's figures, where epochs are measured on another part.
    public var test: JournalRecord.Measurement?
    /// The trained state.
    public var digest: StateDigest?
    /// Training speed in the last epoch.
    public var imagesPerSecond: Double
    /// All epochs.
    public var curve: [Point]
    /// Whether it was stopped before its last epoch because others were better; nil if not.
    public var isHalted: Bool?

    private enum CodingKeys: String, CodingKey {
        case task, settings, seed, specification, run, part, last, best, test, digest, curve
        case imagesPerSecond = "images_per_second"
        case isHalted = "halted"
    }

    /// The record of a task that has finished in a run; nil for a run without an epoch.
    public init?(
        _ sweep: Sweep, _ task: Sweep.Task, _ spec: ExperimentSpec, _ run: RunDirectory,
        _ epochs: [JournalRecord.Epoch], isHalted: Bool? = nil
    ) {
        self.isHalted = isHalted
        let curve = epochs.map { Point(epoch: $0.epoch, step: $0.step, train: $0.train, heldOut: $0.heldOut) }
        guard let end = curve.last, let summary = RunSummary(run) else { return nil }
        self.task = task.number
        settings = sweep.settings(of: task.values)
        seed = task.seed
        specification = Self.digest(of: spec)
        self.run = run.shortName
        part = sweep.part.rawValue
        last = end
        best = curve.dropFirst().reduce(curve[0]) { $1.heldOut.isBetter(than: $0.heldOut) ? $1 : $0 }
        test = summary.test?.test
        digest = (try? Journal(contentsOf: run.journalPath))?.end?.digest
        imagesPerSecond = epochs.last?.imagesPerSecond ?? 0
        self.curve = curve
    }

    static func digest(of spec: ExperimentSpec) -> String { SHA256Digest.hex(of: Array(spec.yaml.utf8)) }
}

extension TaskRecord {
    /// A record of known figures.
    init(
        task: Int, settings: [String: String], seed: UInt64, specification: String, run: String, part: String,
        last: Point,
        best: Point, imagesPerSecond: Double, curve: [Point]
    ) {
        (self.task, self.settings, self.seed, self.specification) = (task, settings, seed, specification)
        (self.run, self.part, self.last, self.best) = (run, part, last, best)
        (self.imagesPerSecond, self.curve) = (imagesPerSecond, curve)
    }
}
