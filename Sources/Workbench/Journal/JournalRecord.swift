import BinaryBrain
import Datasets
import Foundation

/// One line of a run's journal: everything that happened, in order. `bbwb run --json` prints the same lines.
public enum JournalRecord: Sendable {
    /// Loss and metric over one set of samples.
    public struct Measurement: Sendable, Hashable {
        /// Mean loss.
        public var loss: Double
        /// Mean metric.
        public var metric: Double
        /// What the metric measures, and so its name in the line.
        public var kind: MetricKind

        /// A measurement.
        public init(loss: Double, metric: Double, kind: MetricKind) {
            self.loss = loss
            self.metric = metric
            self.kind = kind
        }
    }

    /// A session begins, at step 0 or from a checkpoint.
    public struct Start: Sendable {
        var experiment: String
        var data: String
        var seed: UInt64
        var epochs: Int
        var batchSize: Int
        var step: Int
        /// Epochs that were done then; nil at step 0, and in the journals of earlier versions.
        var epoch: Int?
        /// What it went on from; nil at step 0.
        var origin: KeptCheckpoint?
        /// Wall-clock time.
        var time: Date
        /// The kernels that ran: other kernels round otherwise, so a replay needs the same.
        var kernels: String
        /// The process that trains; nil in the journals of earlier versions.
        var owner: RunOwner?
    }

    /// A checkpoint that a run began from or loaded, and the copy of it in the run's folder that a replay reads.
    public struct KeptCheckpoint: Sendable, Hashable, Codable {
        /// The file that was named.
        var path: String
        /// The copy, from the run's folder; nil if none could be kept.
        var file: String?
        /// SHA-256 of its bytes.
        var sha256: String
    }

    /// A checkpoint that was written.
    public struct SavedCheckpoint: Sendable, Hashable {
        /// Mini-batches trained.
        public var step: Int
        /// The file.
        public var path: String
        /// Whether nobody asked for it: it goes when a newer one comes, unless it is the best.
        public var isAutomatic: Bool
        /// What it holds.
        public var digest: StateDigest
    }

    /// The end of a session.
    public struct End: Sendable {
        var reason: EndReason
        var step: Int
        var epoch: Int
        /// Wall-clock time.
        var time: Date
        /// The state then; nil if there was none.
        var digest: StateDigest?
    }

    /// An epoch is done and measured.
    public struct Epoch: Sendable {
        /// Epochs completed.
        public var epoch: Int
        /// Mini-batches trained.
        public var step: Int
        /// The training set (or the mean over the mini-batches of the epoch).
        public var train: Measurement
        /// The held-out part: what the best epoch is chosen by.
        public var heldOut: Measurement
        /// Which part that is: validation, or the test set without one.
        public var part = DataPart.test
        /// Training speed in frames, after modulation.
        public var framesPerSecond: Double
        /// Training speed in images, before modulation.
        public var imagesPerSecond: Double
    }

    /// The test set is measured, where epochs are measured on a validation part.
    public struct Test: Sendable, Hashable {
        /// Mini-batches trained.
        public var step: Int
        /// Epochs that the measured net was trained: those of the present one, or the best by the validation part.
        public var netEpoch: Int
        /// Mini-batches that it was trained.
        public var netStep: Int
        /// Its figures.
        public var test: Measurement
    }

    /// Why a session ended.
    public enum EndReason: String, Sendable, Codable {
        /// All epochs are done.
        case finished
        /// It was told to stop.
        case stopped
        /// It could not go on.
        case failed
    }

    /// A command that was carried out.
    public struct GivenCommand: Sendable {
        /// Mini-batches trained before it.
        public var step: Int
        /// The command; in the file, its text is what `Command(parsing:)` reads.
        public var command: Command
        /// What it loaded; nil for nothing.
        var loaded: KeptCheckpoint?
        /// The moment for which the experiment had it (`at`), such as `epoch 5`; nil if somebody gave it.
        public var moment: String?

        /// Whether somebody has changed what the experiment says.
        var isSteering: Bool { moment == nil && command.changesState }
    }

    /// A session begins.
    case start(Start)
    /// A command is applied.
    case command(GivenCommand)
    /// An epoch is trained and measured.
    case epoch(Epoch)
    /// The test set is measured beside the epochs.
    case test(Test)
    /// Anything worth knowing that is none of the other kinds.
    case message(SessionEvent)
    /// A checkpoint was written.
    case checkpoint(SavedCheckpoint)
    /// A session ends; nothing follows.
    case end(End)

    /// The record as one line of JSON, without the line break.
    ///
    /// Keys are sorted; numbers that JSON does not have are written as the strings "nan", "inf" and "-inf".
    /// - Throws: what `JSONEncoder` throws.
    public func jsonLine() throws -> String {
        try JSONLine.text(self)
    }
}
