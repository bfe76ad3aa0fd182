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

extension Command {
    /// What a snapshot shows after this steering command; nil if it shows that already, or the command does not steer.
    func apply(to snapshot: Snapshot) -> Snapshot? {
        var changed = snapshot
        switch self {
        case .binary(let on, let selector):
            for index in changed.layers.indices where selector.matches(index, changed.layers[index]) {
                if changed.layers[index].isBinary != nil { changed.layers[index].isBinary = on }
            }
            if selector == .all { changed.modulation?.isBinary = on }
        case .hostOnly(let on, let selector):
            for index in changed.layers.indices where selector.matches(index, changed.layers[index]) {
                if changed.layers[index].isHostOnly != nil { changed.layers[index].isHostOnly = on }
            }
        case .modulation(let train, let test):
            if let train { changed.modulation?.train = train }
            if let test { changed.modulation?.test = test }
        case .modulationMethod(let method): changed.modulation?.method = method
        case .batchSize(let size): changed.batchSize = size
        case .learningRate(let rate):
            // The engine keeps it in single precision.
            if abs(rate - snapshot.learningRate) > 1e-6 * abs(rate) { changed.learningRate = rate }
        case .send, .recalibrate, .prune, .epochs, .measureTest, .save, .load, .pause, .resume, .stepMiniBatch,
            .stepEpoch,
            .restart, .export, .stop:
            return nil
        }
        let isSame =
            changed.layers == snapshot.layers && changed.modulation == snapshot.modulation
            && changed.learningRate == snapshot.learningRate && changed.batchSize == snapshot.batchSize
        return isSame ? nil : changed
    }
}
