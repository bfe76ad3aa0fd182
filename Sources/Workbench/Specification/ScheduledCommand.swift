import BinaryBrain

/// A command that an experiment gives to itself once its training has come so far (`at` in its file).
public struct ScheduledCommand: Sendable, Hashable {
    /// When it is due.
    public enum Moment: Sendable, Hashable, CustomStringConvertible {
        /// Once so many epochs are done; 0 is before the first mini-batch.
        case epoch(Int)
        /// Once so many mini-batches are done.
        case step(Int)
        /// Whenever training is done: after its last epoch, or when it stops early.
        case end

        /// `epoch 5`.
        public var description: String {
            switch self {
            case .epoch(let count): "epoch \(count)"
            case .step(let count): "step \(count)"
            case .end: "end"
            }
        }

        /// Reads a description; nil if it is not one.
        init?(parsing text: String) {
            if text == "end" {
                self = .end
                return
            }
            let words = text.split(separator: " ").map(String.init)
            guard words.count == 2, let count = Int(words[1]), Self.counts.contains(count) else { return nil }
            switch words[0] {
            case "epoch": self = .epoch(count)
            case "step": self = .step(count)
            default: return nil
            }
        }

        private static let counts = 0...1_000_000_000
    }

    /// When it is due.
    public let moment: Moment
    /// What is done then.
    public let command: Command

    /// A command at a moment.
    public init(_ moment: Moment, _ command: Command) {
        self.moment = moment
        self.command = command
    }

    /// `epoch 5: lut_binarize true @all`.
    var text: String { "\(moment): \(command)" }

    /// By this a checkpoint knows which have been given. A training that goes on after its end comes to another end.
    static func key(_ command: Command, at moment: String, epoch: Int) -> String {
        moment == Moment.end.description ? "\(moment) \(epoch): \(command)" : "\(moment): \(command)"
    }

    /// Why a command cannot be given beforehand; nil if it can.
    static func objection(to command: Command) -> String? {
        switch command {
        case .binary, .hostOnly, .device, .modulation, .modulationMethod, .learningRate, .batchSize, .send,
            .recalibrate, .prune,
            .save:
            nil
        case .measureTest: "the test set is measured at the end, and epochs on the validation part"
        case .epochs: "the experiment has a field for its epochs"
        case .load, .restart: "it would return to a point where it is given again"
        case .pause, .resume, .stepMiniBatch, .stepEpoch: "it waits for a person"
        case .stop: "the number of epochs says when training ends"
        case .export: "an export takes long; use 'bbwb export' after the training"
        }
    }
}
