import BinaryBrain
import Foundation

/// One thing in the queue: an experiment, or a sweep.
public struct QueueEntry: Sendable, Hashable {
    /// What is to be trained.
    public enum Work: Sendable, Hashable {
        /// An experiment, as a file describes it, overrides included.
        case training(specification: String)
        /// A sweep, by the name of its folder.
        /// - halving: epochs after which, and after twice and four times as many, only the better half goes on.
        case sweep(name: String, halving: Int?)
        /// A file that cannot be read; the text says why.
        case unreadable(String)

        /// Whether both would train the same.
        func isSame(as other: Work) -> Bool {
            if case .sweep(let name, _) = self, case .sweep(let another, _) = other { return name == another }
            return self == other
        }
    }

    /// Its number, which it keeps.
    public let number: Int
    /// What is to be trained.
    public let work: Work
    /// The experiment's or the sweep's name.
    public let name: String
    /// When it was put there.
    public let added: Date
    /// Its place: lower ones come first.
    public var order: Double
    /// Whether nobody may train it at present.
    public var isPaused: Bool
    /// Why trainings of it could not go on, by the task's number (0 for an experiment).
    public var failures: [Int: String]
}

/// `entry.json`: what does not change once it is there.
struct StoredQueueEntry: Codable {
    var name: String
    var added: Date
    var specification: String?
    var sweep: String?
    var halving: Int?

    init(_ work: QueueEntry.Work, name: String, added: Date) {
        (self.name, self.added) = (name, added)
        switch work {
        case .training(let text): specification = text
        case .sweep(let sweep, let halving): (self.sweep, self.halving) = (sweep, halving)
        case .unreadable: preconditionFailure("what cannot be read is not written")
        }
    }

    var work: QueueEntry.Work {
        if let specification { return .training(specification: specification) }
        if let sweep { return .sweep(name: sweep, halving: halving) }
        return .unreadable("it names neither an experiment nor a sweep")
    }
}
