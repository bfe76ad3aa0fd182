import Workbench

/// The steering of this sitting, each with the commands that take it back.
struct SteeringHistory: Sendable {
    struct Entry: Hashable, Sendable {
        /// What was done.
        var text: String
        /// The commands that restore the state before it; nil if it is not known.
        var inverse: [Command]?
    }

    private var entries: [Entry] = []
    private static let limit = 200

    /// Notes a steering.
    mutating func push(_ entry: Entry) {
        entries.append(entry)
        if entries.count > Self.limit { entries.removeFirst() }
    }

    /// The last steering that was not taken back yet.
    mutating func pop() -> Entry? { entries.popLast() }

    /// Forgets everything: after a restart or a load the old states mean nothing.
    mutating func removeAll() { entries = [] }
}
