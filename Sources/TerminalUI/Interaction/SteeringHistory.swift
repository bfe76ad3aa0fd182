import Workbench

/// The steering of this sitting, each with the commands that take it back.
struct SteeringHistory: Sendable {
    struct Entry: Hashable, Sendable {
        /// What was done.
        var command: Command
        /// The commands that restore the state before it; nil if it is not known.
        var inverse: [Command]?

        /// What was done, in words.
        var text: String { "\(command)" }
    }

    private var entries: [Entry] = []
    /// What was taken back and not followed by anything else, the last first.
    private var undone: [Command] = []
    private static let limit = 200

    /// Notes a steering. What was taken back before it is forgotten, unless it is done again itself.
    mutating func push(_ entry: Entry, isRepeated: Bool = false) {
        entries.append(entry)
        if entries.count > Self.limit { entries.removeFirst() }
        if !isRepeated { undone = [] }
    }

    /// The last steering that was not taken back yet.
    mutating func pop() -> Entry? {
        guard let entry = entries.popLast() else { return nil }
        if entry.inverse != nil { undone.append(entry.command) }
        return entry
    }

    /// The last steering that was taken back.
    mutating func popUndone() -> Command? { undone.popLast() }

    /// Forgets everything: after a restart or a load the old states mean nothing.
    mutating func removeAll() {
        entries = []
        undone = []
    }
}
