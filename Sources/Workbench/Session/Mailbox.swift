import BinaryBrain

/// Commands that wait for the engine.
final class Mailbox: Sendable {
    /// Cuts a mini-batch short once the end is asked for: one may last longer than whoever asks can wait.
    let stop = StopToken()
    private let contents = Locked(Contents())

    private struct Contents {
        var commands: [Command] = []
        /// Whether there is a run, and so something that an end has to note.
        var hasBegun = false
        /// Whether the end was asked for before that.
        var hasEndedEarly = false
        /// Whether the end is off if the save before it fails.
        var staysIfUnsaved = false
    }

    /// Adds a command.
    func put(_ command: Command) {
        contents.withLock { $0.commands.append(command) }
        if command == .stop { stop.make() }
    }

    /// Asks for the end, with a save before it if that is wanted.
    /// - Parameter orStay: whether there is to be no end if that save fails. A later request that does not say so holds.
    /// - Returns: whether the engine will see to it; otherwise the run has not begun, and never will.
    func end(saving: Bool, orStay: Bool = false) -> Bool {
        stop.make()
        return contents.withLock { contents in
            contents.staysIfUnsaved = saving && orStay
            contents.commands += saving ? [.save(nil), .stop] : [.stop]
            if !contents.hasBegun { contents.hasEndedEarly = true }
            return contents.hasBegun
        }
    }

    /// The save before the end has failed.
    /// - Returns: whether the end is off, and training may go on.
    func takeBackEnd() -> Bool {
        contents.withLock { contents in
            guard contents.staysIfUnsaved else { return false }
            contents.staysIfUnsaved = false
            contents.commands.removeAll { $0 == .stop }
            stop.clear()
            return true
        }
    }

    /// The run begins: from now on its end is noted.
    /// - Returns: false if the end was asked for already, so that there is to be no run.
    func begin() -> Bool {
        contents.withLock { contents in
            if !contents.hasEndedEarly { contents.hasBegun = true }
            return contents.hasBegun
        }
    }

    /// Whether the end was asked for before there was a run.
    var hasEndedEarly: Bool { contents.withLock { $0.hasEndedEarly } }

    /// Whether the training is to pause once the commands that wait are taken.
    var asksToPause: Bool {
        contents.withLock { contents in
            contents.commands.last { [.pause, .resume, .stepMiniBatch, .stepEpoch].contains($0) } == .pause
        }
    }

    /// The oldest command; nil if none waits.
    func take() -> Command? { contents.withLock { $0.commands.isEmpty ? nil : $0.commands.removeFirst() } }
}
