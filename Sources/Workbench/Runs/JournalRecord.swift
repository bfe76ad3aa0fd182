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
        var resumedFrom: String?
    }

    /// An epoch is done and measured.
    public struct Epoch: Sendable {
        /// Epochs completed.
        public var epoch: Int
        /// Mini-batches trained.
        public var step: Int
        /// The training set (or the mean over the mini-batches of the epoch).
        public var train: Measurement
        /// The test set.
        public var test: Measurement
        /// Training speed in frames, after modulation.
        public var framesPerSecond: Double
        /// Training speed in images, before modulation.
        public var imagesPerSecond: Double
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

    case start(Start)
    /// A command is applied; its text is what `Command(parsing:)` reads.
    case command(step: Int, Command)
    case epoch(Epoch)
    /// Anything worth knowing that is none of the other kinds.
    case message(SessionEvent)
    /// A checkpoint was written.
    case checkpoint(step: Int, path: String)
    case end(EndReason, step: Int, epoch: Int)

    /// The record as one line of JSON, without the line break.
    ///
    /// Keys are sorted; numbers that JSON does not have are written as the strings "nan", "inf" and "-inf".
    public func jsonLine() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
