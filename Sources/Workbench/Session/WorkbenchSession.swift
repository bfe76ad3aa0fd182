/// What a front end needs of a running experiment: somewhere to send commands, and the latest picture of its state.
public protocol WorkbenchSession: Sendable {
    /// Puts a command into the mailbox; it is applied between two mini-batches. Never blocks.
    func send(_ command: Command)
    /// Says what somebody looks at now; the snapshots soon hold it. Never blocks.
    func look(at focus: Focus)
    /// The newest snapshot. Never blocks.
    var snapshot: Snapshot { get }
    /// A file descriptor (eventfd) that becomes readable when there is a newer snapshot; read it to reset it.
    var changeDescriptor: Int32 { get }
}
