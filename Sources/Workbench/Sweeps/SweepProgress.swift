import BinaryBrain
import Foundation

/// How far each task of a sweep has come.
public struct SweepProgress: Sendable {
    /// How far one has come.
    public enum State: Sendable {
        /// Not begun.
        case open
        /// A process is at it; nil if it cannot be said which.
        case running(RunOwner?)
        /// Begun and left; a checkpoint of this step is there.
        case begun(step: Int)
        /// Done.
        case finished(TaskRecord)

        /// The record of a task that is done.
        public var record: TaskRecord? { if case .finished(let record) = self { record } else { nil } }
    }

    /// One task.
    public struct Entry: Sendable {
        /// The task.
        public let task: Sweep.Task
        /// How far it has come.
        public let state: State
        /// The run that has come so far; nil for none.
        public let run: RunDirectory?
    }

    /// The tasks looked at, by number.
    public let entries: [Entry]

    /// Looks at a sweep's tasks.
    /// - Parameters:
    ///   - folder: where records are looked for and, of tasks that have finished without one, written; nil for none.
    ///   - numbers: which tasks; nil for all.
    /// - Throws: `BrainError` if a task does not fit the experiment, or a record cannot be written.
    public init(_ sweep: Sweep, in store: RunStore, folder: SweepFolder?, of numbers: [Int]? = nil) throws {
        let tasks = numbers.map { $0.map { sweep.tasks[$0] } } ?? sweep.tasks
        let specs = try tasks.map { try sweep.spec(of: $0) }
        let records = zip(tasks, specs).map { task, spec in
            folder?.record(of: task.number, specification: TaskRecord.digest(of: spec))
        }
        let unknown = records.indices.filter { records[$0] == nil }
        let found = unknown.isEmpty ? [] : store.progress(of: unknown.map { specs[$0] })
        let progress = Dictionary(zip(unknown, found)) { $1 }
        entries = try tasks.indices.map { index in
            if let record = records[index] {
                return Entry(
                    task: tasks[index], state: .finished(record),
                    run: RunDirectory(path: "\(store.path)/\(record.run)"))
            }
            let task = tasks[index]
            switch progress[index] {
            case .finished(let run, let epochs):
                guard let record = TaskRecord(sweep, task, specs[index], run, epochs) else { break }
                try folder?.keep(record)
                return Entry(task: task, state: .finished(record), run: run)
            case .taken(let owner): return Entry(task: task, state: .running(owner), run: nil)
            case .begun(let checkpoint):
                let run = RunDirectory(holding: checkpoint)
                return Entry(task: task, state: .begun(step: RunSummary(run)?.step ?? 0), run: run)
            case .open, nil: break
            }
            return Entry(task: task, state: .open, run: nil)
        }
    }

    /// The records of tasks that are done.
    public var records: [(task: Sweep.Task, record: TaskRecord)] {
        entries.compactMap { entry in entry.state.record.map { (entry.task, $0) } }
    }
}
