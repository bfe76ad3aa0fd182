import BinaryBrain
import Foundation

/// A running experiment: the engine on a queue of its own, commands in, snapshots out.
///
/// The engine, with the net and everything in it, belongs to one serial queue. Commands wait in a mailbox and are applied
/// between two mini-batches, in order; snapshots are values.
public final class Session: WorkbenchSession, Sendable {
    private let mailbox: Mailbox
    private let publisher: SnapshotPublisher
    private let focus: Locked<Focus>
    private let engine: QueueConfined<ExperimentEngine>

    /// Starts an experiment. Returns at once: data are read and the net is built on the engine's queue, and what goes wrong
    /// there is the snapshot's state `failed`.
    public init(spec: ExperimentSpec, options: SessionOptions = SessionOptions()) {
        let publisher = SnapshotPublisher(Snapshot(of: spec))
        let mailbox = Mailbox()
        let focus = Locked(Focus.overview)
        self.focus = focus
        self.publisher = publisher
        self.mailbox = mailbox
        engine = QueueConfined(label: "bbwb.engine") { engine in
            ExperimentEngine(
                spec: spec, options: options, mailbox: mailbox, focus: focus, publisher: publisher
            ) { [weak engine] in
                engine?.async { $0.work() }
            }
        }
        engine.async { $0.start() }
    }

    /// A session that nobody holds any more stops.
    deinit { mailbox.put(.stop) }

    /// The newest snapshot.
    public var snapshot: Snapshot { publisher.snapshot }
    /// Readable when there is a newer snapshot.
    public var changeDescriptor: Int32 { publisher.descriptor }

    /// Puts a command into the mailbox.
    public func send(_ command: Command) {
        mailbox.put(command)
        publisher.update { snapshot in
            let state = snapshot.state.afterAccepting(command)
            defer { snapshot.state = state }
            return state != snapshot.state
        }
        // If the engine is at work it takes the command on its way, and this finds nothing left to do.
        engine.async { $0.work() }
    }

    /// Ends the session, having saved if that is wanted.
    /// - Parameter orStay: whether it is to go on, paused, if it cannot save.
    public func end(saving: Bool, orStay: Bool) {
        guard mailbox.end(saving: saving, orStay: orStay) else {
            return publisher.update { snapshot in
                defer { snapshot.state = .stopped }
                return snapshot.state != .stopped
            }
        }
        engine.async { $0.work() }
    }

    /// Says what somebody looks at now.
    public func look(at focus: Focus) {
        self.focus.withLock { $0 = focus }
        engine.async { $0.work() }
    }

    /// Waits until the session has stopped or failed, or has nothing to do: paused or finished, and no command waiting. One that was
    /// ended before it began is not waited for.
    /// - Returns: the snapshot then.
    @discardableResult
    public func waitUntilIdle() -> Snapshot {
        if !mailbox.hasEndedEarly { engine.sync { _ in } }
        return snapshot
    }
}

/// A value that only one serial queue ever touches.
final class QueueConfined<Value>: @unchecked Sendable {
    private let queue: WorkQueue
    private var value: Value!

    /// Makes the value on the queue; `make` gets the way to it, for calls from elsewhere.
    init(label: String, _ make: @escaping @Sendable (QueueConfined) -> Value) {
        queue = WorkQueue(label: label)
        queue.async { self.value = make(self) }
    }

    /// Runs `body` on the queue, after everything that was sent before.
    func async(_ body: @escaping @Sendable (Value) -> Void) {
        queue.async { body(self.value) }
    }

    /// Runs `body` on the queue and waits for it.
    func sync<Result>(_ body: @Sendable (Value) throws -> Result) rethrows -> Result {
        try queue.sync { try body(self.value) }
    }
}
