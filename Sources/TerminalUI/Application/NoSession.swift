import Workbench

/// What stands in for a session before one is chosen: nothing runs, and nothing comes of commands.
struct NoSession: WorkbenchSession {
    let snapshot: Snapshot = {
        var snapshot = Snapshot(experiment: "", dataset: "")
        snapshot.state = .stopped
        return snapshot
    }()
    let changeDescriptor: Int32 = -1

    func send(_ command: Command) {}
    func end(saving: Bool, orStay: Bool) {}
    func look(at focus: Focus) {}
}
