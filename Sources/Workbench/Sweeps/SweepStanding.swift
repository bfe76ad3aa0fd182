import BinaryBrain

/// A sweep as far as it has come, looked at again and again: a task that is done is not looked at any more.
public struct SweepStanding: Sendable {
    /// Its folder.
    public let folder: SweepFolder
    /// What it trains.
    public let sweep: Sweep
    /// How far each task has come, by number.
    public private(set) var entries: [SweepProgress.Entry]

    /// The sweep of a folder.
    /// - Throws: `BrainError` or `SpecificationError` if it is none, or a record cannot be written.
    public init(_ folder: SweepFolder) throws {
        self.folder = folder
        sweep = try folder.sweep()
        entries = try SweepProgress(sweep, in: folder.store, folder: folder).entries
    }

    /// Looks at what was not done.
    /// - Returns: whether a task has got done since.
    /// - Throws: `BrainError` if a record cannot be written.
    @discardableResult
    public mutating func look() throws -> Bool {
        let open = entries.indices.filter { entries[$0].state.record == nil }
        guard !open.isEmpty else { return false }
        let newer = try SweepProgress(sweep, in: folder.store, folder: folder, of: open).entries
        for (number, entry) in zip(open, newer) { entries[number] = entry }
        return newer.contains { $0.state.record != nil }
    }

    /// The records of tasks that are done.
    public var records: [(task: Sweep.Task, record: TaskRecord)] {
        entries.compactMap { entry in entry.state.record.map { (entry.task, $0) } }
    }
}
