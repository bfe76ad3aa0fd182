import ArgumentParser
import BinaryBrain
import Foundation
import Workbench

/// Trains tasks of a sweep.
struct SweepWork {
    let sweep: Sweep
    let store: RunStore
    /// The sweep's folder; nil for one that is only its trainings.
    let folder: SweepFolder?
    let lines: SweepLines
    /// Epochs after which, and after twice and four times as many and so on, only the better half goes on; nil for all to go on.
    var halving: Int?
    /// Is asked several times a second whether a training is to be saved and left at that.
    var isUnwanted: (@Sendable () -> Bool)?

    /// How often a task is looked at that another process is at, in seconds.
    private static let pollInterval: TimeInterval = 2

    /// What came of an attempt at a task.
    enum Attempt {
        case done
        case trained
        case taken(RunOwner?)
        case failed(SessionFailure)
    }

    private func entry(of number: Int) throws -> SweepProgress.Entry {
        try SweepProgress(sweep, in: store, folder: folder, of: [number]).entries[0]
    }

    /// Trains a task unless it is done, and prints what came of it.
    private func attempt(_ number: Int) throws -> Attempt {
        let task = sweep.tasks[number]
        let spec = try sweep.spec(of: task)
        // A task with a record needs no look at the runs.
        if folder?.hasRecord(of: number, for: spec) ?? false {
            try lines.report(entry(of: number), runsFolder: store.path, isNew: false)
            return .done
        }
        let judge = halving.flatMap { first in folder.map { TaskJudge(task: number, folder: $0, firstEpoch: first) } }
        var training = PlannedTraining(spec: spec, store: store)
        if let judge { training.isHopeless = { judge.isHopeless($0) } }
        training.isUnwanted = isUnwanted
        let outcome: PlannedTraining.Outcome
        do {
            outcome = try training.finish(lines.output(for: task))
        } catch let failure as SessionFailure {
            lines.complain(task, failure)
            throw failure
        }
        if judge?.isHalted == true, case .begun(let checkpoint) = training.progress {
            let run = RunDirectory(holding: checkpoint)
            if let record = TaskRecord(sweep, task, spec, run, run.epochs(), isHalted: true) {
                try folder?.keep(record)
            }
        }
        switch outcome {
        case .taken(let owner): return .taken(owner)
        case .trained, .wasDone:
            let isNew = if case .trained = outcome { true } else { false }
            try lines.report(entry(of: number), runsFolder: store.path, isNew: isNew)
            return isNew ? .trained : .done
        }
    }

    /// The same; a training that cannot go on is a result like others.
    func attemptOrFail(_ number: Int) throws -> Attempt {
        do { return try attempt(number) } catch let failure as SessionFailure { return .failed(failure) }
    }

    /// Trains all tasks that nobody else is at. Who knows whether those will be finished: they are looked at again as long as
    /// there was something to do.
    func finishAll(writesFigures: Bool) throws {
        var left = Array(sweep.tasks.indices)
        var failures: [SessionFailure] = []
        var hasTrained = true
        var owners: [Int: RunOwner?] = [:]
        while hasTrained, !left.isEmpty {
            hasTrained = false
            for number in left {
                switch try attemptOrFail(number) {
                case .taken(let owner):
                    owners[number] = owner
                    continue
                case .failed(let failure): failures.append(failure)
                case .trained:
                    hasTrained = true
                    if writesFigures { try writeFigure() }
                case .done: break
                }
                left.removeAll { $0 == number }
            }
        }
        for number in left { try lines.reportTaken(sweep.tasks[number], owners[number] ?? nil) }
        if let first = failures.first { throw first }
    }

    /// Trains tasks by number.
    /// - Parameter patience: seconds to wait for one that another process is at.
    func finish(_ numbers: [Int], patience: TimeInterval) throws {
        var failures: [any Error] = []
        for number in numbers {
            switch try attempt(number, patience: patience) {
            case .done, .trained: break
            case .failed(let failure): failures.append(failure)
            case .taken(let owner):
                let name = owner.map(\.description) ?? "another process"
                failures.append(
                    BrainError(
                        .io, what: "task \(number)", why: "\(name) is working on it",
                        remedy: "wait for it, or stop it"))
            }
        }
        if let first = failures.first { throw first }
    }

    private func attempt(_ number: Int, patience: TimeInterval) throws -> Attempt {
        let end = Date().addingTimeInterval(patience)
        var isTold = false
        while true {
            let attempt = try attemptOrFail(number)
            guard case .taken(let owner) = attempt, Date() < end else { return attempt }
            if !isTold {
                Console.errors.line(
                    "task \(number): waiting: \(owner.map(\.description) ?? "another process") is at it")
            }
            isTold = true
            Thread.sleep(forTimeInterval: min(Self.pollInterval, max(0, end.timeIntervalSinceNow)))
        }
    }

    /// Writes table and curves of what is done so far.
    private func writeFigure() throws {
        let records = try SweepProgress(sweep, in: store, folder: folder).records
        _ = try SweepFiles(sweep, store: store, folder: folder).write(
            SweepFigure(sweep, records, runsFolder: store.path))
    }

    /// Writes all files of what is done, and prints the table.
    func showFigure() throws {
        let all = try writeFiles()
        try lines.show(all.figure, all.outcome, files: all.files)
    }

    /// Writes all files of what is done.
    func writeFiles() throws -> (figure: SweepFigure, outcome: SweepOutcome?, files: [String]) {
        let records = try SweepProgress(sweep, in: store, folder: folder).records
        let figure = SweepFigure(sweep, records, runsFolder: store.path)
        let files = SweepFiles(sweep, store: store, folder: folder)
        let written = try files.write(figure)
        // Without a folder there is no report, and nothing to count for one.
        let outcome = folder == nil ? nil : try SweepOutcome(sweep, records, in: store)
        return (figure, outcome, try written + (outcome.map { try files.writeReport($0) } ?? []))
    }
}
