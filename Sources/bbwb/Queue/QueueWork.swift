import BinaryBrain
import Foundation
import Workbench

/// Trains what is in the queue.
final class QueueWork {
    private let queue: TrainingQueue
    private let worker: QueueWorker
    /// Trainings that need no other look: they are done, or have failed here.
    private var settled: Set<Job> = []
    /// Sweeps that were read, by the names of their folders.
    private var sweeps: [String: Sweep] = [:]
    private var failureCount = 0

    private struct Job: Hashable {
        var entry: Int
        var task: Int
    }

    /// Seconds between two looks at a queue in which there is nothing to do.
    private static let pollInterval: TimeInterval = 1

    /// - Throws: `BrainError` of kind `.io` if nothing can be written in the folder of runs.
    init(_ queue: TrainingQueue) throws {
        self.queue = queue
        worker = try QueueWorker(of: queue)
    }

    /// Trains until nothing is left that nobody else is at; who knows whether those will be finished: they are looked at again as
    /// long as there was something to do.
    /// - Parameter stays: whether to wait for more then.
    /// - Throws: the exit status 130 if it was interrupted, `BrainError` if a training failed; what it was has been said.
    func run(stays: Bool) throws {
        if stays { Console.errors.line("waiting for what is put into the queue; ctrl-C ends") }
        while !worker.isToldToStop {
            if try trainOne() { continue }
            guard stays else { break }
            Thread.sleep(forTimeInterval: Self.pollInterval)
        }
        guard failureCount == 0 else {
            throw BrainError(
                .io, what: "working on the queue",
                why: failureCount == 1 ? "a training failed, see above" : "\(failureCount) trainings failed, see above",
                remedy: "mend that, and have it tried again: bbwb queue retry --all")
        }
    }

    /// Trains the first that is to be trained and that nobody is at.
    /// - Returns: whether there was one.
    private func trainOne() throws -> Bool {
        for entry in queue.entries where !entry.isPaused {
            do {
                switch entry.work {
                case .training(let text): if try train(entry, text) { return true }
                case .sweep(let name, let halving): if try train(entry, sweep: name, halving) { return true }
                case .unreadable: continue
                }
            } catch let error as BrainError where error.kind != .io {
                // A disk that fails is no fault of the entry: it ends the work.
                try fail(Job(entry: entry.number, task: 0), entry, String(describing: error))
            } catch let error as SpecificationError {
                try fail(Job(entry: entry.number, task: 0), entry, String(describing: error))
            }
        }
        return false
    }

    /// Whether whoever trains an entry is to save and leave it.
    private func unwanted(_ number: Int) -> @Sendable () -> Bool {
        { [queue, worker] in worker.isToldToStop || !queue.wants(number) }
    }

    private func isOpen(_ job: Job, _ entry: QueueEntry) -> Bool {
        // Whoever wants it tried once more has taken the note away.
        entry.failures[job.task] == nil && !settled.contains(job)
    }

    /// Notes that a training cannot go on.
    /// - Parameter isSaid: whether that was printed already.
    private func fail(_ job: Job, _ entry: QueueEntry, _ reason: String, isSaid: Bool = false) throws {
        guard entry.failures[job.task] == nil else { return }
        try queue.fail(job.entry, task: job.task, reason)
        if !isSaid { Console.complain("\(entry.number) \(entry.name): \(reason)") }
        failureCount += 1
    }

    // MARK: An experiment

    private func train(_ entry: QueueEntry, _ text: String) throws -> Bool {
        let job = Job(entry: entry.number, task: 0)
        guard isOpen(job, entry) else { return false }
        let spec = try ExperimentSpec(yaml: text, source: "entry \(entry.number) of the queue")
        var training = PlannedTraining(spec: spec, store: queue.store)
        training.isUnwanted = unwanted(entry.number)
        let prefix = "\(entry.number) \(entry.name)  "
        do {
            switch try training.finish(SweepLines.isQuiet ? .silent : .status(prefix)) {
            case .taken: return false
            case .wasDone:
                settled.insert(job)
                return false
            case .trained: break
            }
        } catch let failure as SessionFailure {
            try fail(job, entry, failure.reason)
            return true
        }
        if case .finished(let run, let epochs) = training.progress {
            settled.insert(job)
            let figure = epochs.last.map {
                "\($0.part.rawValue) \(ProgressLine.figure($0.heldOut.metric, $0.heldOut.kind))  "
            }
            Console.line("\(prefix)finished: \(figure ?? "")\(run.path)")
        } else {
            Console.line("\(prefix)saved and left, as was asked for")
        }
        return true
    }

    // MARK: A sweep

    private func train(_ entry: QueueEntry, sweep name: String, _ halving: Int?) throws -> Bool {
        let folder = SweepFolder(store: queue.store, name: name)
        let sweep = try sweeps[name] ?? folder.sweep()
        sweeps[name] = sweep
        let lines = SweepLines(sweep: sweep, json: false)
        let work = SweepWork(
            sweep: sweep, store: queue.store, folder: folder, lines: lines, halving: halving,
            isUnwanted: unwanted(entry.number))
        for task in sweep.tasks {
            let job = Job(entry: entry.number, task: task.number)
            guard isOpen(job, entry) else { continue }
            if folder.hasRecord(of: task.number, for: try sweep.spec(of: task)) {
                settled.insert(job)
                continue
            }
            switch try work.attemptOrFail(task.number) {
            case .taken: continue
            case .done: settled.insert(job)
            case .failed(let failure):
                try fail(job, entry, failure.reason, isSaid: true)
                return true
            case .trained:
                try finish(sweep, folder, work)
                return true
            }
        }
        return false
    }

    /// Writes the sweep's table and pictures when its last task is done.
    private func finish(_ sweep: Sweep, _ folder: SweepFolder, _ work: SweepWork) throws {
        for task in sweep.tasks.reversed() where !folder.hasRecord(of: task.number, for: try sweep.spec(of: task)) {
            return
        }
        let files = try work.writeFiles().files
        Console.line("\(folder.name)  \(sweep.tasks.count) trainings are done: wrote \(files.joined(separator: ", "))")
    }
}
