/// What a front end needs of a running experiment: somewhere to send commands, and the latest picture of its state.
public protocol WorkbenchSession: Sendable {
    /// Puts a command into the mailbox; it is applied between two mini-batches. Never blocks.
    func send(_ command: Command)
    /// Ends it, having saved if that is wanted. What has not begun to train is dropped at once, however long reading its data and
    /// building its net would still take: the snapshot's state is `stopped` when this returns. Never blocks.
    func end(saving: Bool)
    /// Says what somebody looks at now; the snapshots soon hold it. Never blocks.
    func look(at focus: Focus)
    /// The newest snapshot. Never blocks.
    var snapshot: Snapshot { get }
    /// A file descriptor (eventfd) that becomes readable when there is a newer snapshot; read it to reset it.
    var changeDescriptor: Int32 { get }
}
