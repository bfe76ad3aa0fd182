import Foundation
import Workbench

/// Steering commands that were sent and do not show in the snapshot yet. Two quick presses of `+` go up two rungs, although the
/// engine, busy with a mini-batch, has not answered the first.
struct PendingSteering: Sendable {
    private var commands: [(command: Command, sent: TimeInterval)] = []
    /// A command that has not shown after this time was refused or overtaken.
    static let patience: TimeInterval = 10

    /// Whether nothing is on its way.
    var isEmpty: Bool { commands.isEmpty }

    /// Notes a command that was sent.
    mutating func add(_ command: Command, now: TimeInterval) { commands.append((command, now)) }

    /// Forgets everything.
    mutating func removeAll() { commands = [] }

    /// Forgets the commands that `snapshot` shows, those sent before them, and the ones too old to come.
    mutating func settle(_ snapshot: Snapshot, now: TimeInterval) {
        if let applied = commands.lastIndex(where: { $0.command.apply(to: snapshot) == nil }) {
            commands.removeFirst(applied + 1)
        }
        commands.removeAll { now - $0.sent > Self.patience }
    }

    /// The snapshot with the commands applied.
    func project(_ snapshot: Snapshot) -> Snapshot {
        commands.reduce(snapshot) { $1.command.apply(to: $0) ?? $0 }
    }
}
