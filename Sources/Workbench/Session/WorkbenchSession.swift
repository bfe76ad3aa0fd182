/// What a front end needs of a running experiment: somewhere to send commands, and the latest picture of its state.
public protocol WorkbenchSession: Sendable {
    /// Puts a command into the mailbox; it is applied between two mini-batches. Never blocks.
    func send(_ command: Command)
    /// Ends it, having saved if that is wanted. What has not begun to train is dropped at once, however long reading its data and
    /// building its net would still take: the snapshot's state is `stopped` when this returns. Never blocks.
    /// - Parameter orStay: whether it is to go on, paused, if it cannot save; the snapshot counts that (`refusedEnds`).
    func end(saving: Bool, orStay: Bool)
    /// Says what somebody looks at now; the snapshots soon hold it. Never blocks.
    func look(at focus: Focus)
    /// The newest snapshot. Never blocks.
    var snapshot: Snapshot { get }
    /// A file descriptor (eventfd) that becomes readable when there is a newer snapshot; read it to reset it.
    var changeDescriptor: Int32 { get }
}

extension WorkbenchSession {
    /// Ends it in any case, having saved if that is wanted and can be done.
    public func end(saving: Bool) { end(saving: saving, orStay: false) }
}
