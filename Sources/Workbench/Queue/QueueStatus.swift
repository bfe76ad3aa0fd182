import BinaryBrain
import Datasets
import Foundation

/// The queue at a moment: what is in it, how far each has come, and who works on it.
public struct QueueStatus: Sendable {
    /// How it stands with an entry.
    public enum State: String, Sendable, Encodable {
        /// Nobody is at it.
        case waiting
        /// Somebody trains it.
        case running
        /// Somebody trains it, and is about to save and leave it.
        case pausing
        /// Nobody may train it at present.
        case paused
        /// All of it is trained.
        case finished
        /// It could not go on, and is left alone until somebody has it tried once more.
        case failed
    }

    /// One entry.
    public struct Row: Sendable {
        /// What is in the queue.
        public let entry: QueueEntry
        /// How it stands with it.
        public let state: State
        /// Trainings that are done.
        public let done: Int
        /// Trainings in all: one for an experiment.
        public let count: Int
        /// The run that has come so far, of an experiment; of a sweep one that is being trained.
        public let run: RunSummary?
        /// The best figures so far: of an experiment those of its best epoch, of a sweep those of its best training's last.
        public let best: JournalRecord.Measurement?
        /// Who trains it.
        public let owners: [RunOwner]
        /// Why it has failed.
        public let reason: String?
    }

    /// The entries, in their order.
    public let rows: [Row]
    /// Processes that work on the queue.
    public let workers: [RunOwner]

    /// A queue as it is known to be.
    public init(rows: [Row] = [], workers: [RunOwner] = []) { (self.rows, self.workers) = (rows, workers) }

    /// The rows of a state.
    public func count(_ state: State) -> Int { rows.count { $0.state == state } }
}

extension QueueStatus.Row {
    /// An experiment.
    /// - Parameter runs: those of its very specification, the newest first.
    init(_ entry: QueueEntry, runs all: [RunSummary]) {
        // What somebody has steered is another training.
        let runs = all.filter { $0.steeringCount == 0 }
        let finished = runs.first { $0.state == .finished }
        let running = runs.first { $0.state == .running }
        self.entry = entry
        run = finished ?? running ?? runs.first
        best = run?.best?.heldOut
        count = 1
        done = finished == nil ? 0 : 1
        owners = finished == nil ? running.map { [$0.owner].compactMap { $0 } } ?? [] : []
        reason = entry.failures[0]
        state = Self.state(
            entry, isRunning: finished == nil && running != nil, isFinished: finished != nil,
            hasFailed: !entry.failures.isEmpty)
    }

    /// A sweep.
    init(_ entry: QueueEntry, standing: SweepStanding) {
        let running = standing.entries.filter { if case .running = $0.state { true } else { false } }
        let failed = standing.entries.count { $0.state.record == nil && entry.failures[$0.task.number] != nil }
        self.entry = entry
        count = standing.entries.count
        done = standing.records.count
        owners = running.compactMap { if case .running(let owner) = $0.state { owner } else { nil } }
        run = nil
        best = standing.records.map(\.record.last.heldOut).reduce(nil) { best, next in
            best.map { next.isBetter(than: $0) ? next : $0 } ?? next
        }
        reason = entry.failures.min { $0.key < $1.key }.map { "task \($0.key): \($0.value)" }
        state = Self.state(
            entry, isRunning: !running.isEmpty, isFinished: done == count,
            hasFailed: failed > 0 && done + failed == count)
    }

    /// What cannot be read.
    init(_ entry: QueueEntry, unreadable reason: String) {
        (self.entry, self.reason, state, done, count) = (entry, reason, .failed, 0, 1)
        (run, best, owners) = (nil, nil, [])
    }

    /// How far it has come: `epoch 3/10`, or of a sweep `2/8 trainings`.
    public var progressText: String {
        if case .sweep = entry.work { return "\(done)/\(count) trainings" }
        return run.map { "epoch \($0.epoch)/\($0.epochs)" } ?? "-"
    }

    private static func state(
        _ entry: QueueEntry, isRunning: Bool, isFinished: Bool, hasFailed: Bool
    ) -> QueueStatus.State {
        if isFinished { return .finished }
        if isRunning { return entry.isPaused ? .pausing : .running }
        if entry.isPaused { return .paused }
        return hasFailed ? .failed : .waiting
    }
}
