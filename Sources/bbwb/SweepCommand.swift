import ArgumentParser
import BinaryBrain
import Foundation
import Workbench

/// `bbwb sweep`: one experiment with many values.
struct SweepCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Trains an experiment with every combination of some values, and compares them.",
        discussion: """
            Without --over it trains at several oversamplings: the modulation figure. Each training is a separate run in the folder \
            of runs. Ctrl-C saves and exits with status 130; the same command continues from there without repeating what has \
            finished. The tasks have fixed numbers, so that --task, --next and --submit can spread them over processes and machines.
            """)

    @Argument(help: "An experiment's name or file, or the folder of a sweep, runs/sweeps/NAME, to go on with that.")
    var experiment: String

    @OptionGroup var request: SweepOptions

    @OptionGroup var options: ExperimentOptions

    @Flag(help: "Print one line per task: number, values, seed, state, figure, run. Nothing is trained.")
    var list = false

    @Option(
        help: ArgumentHelp(
            "Train these tasks: 3, or 0,2-5, or auto for the one that a scheduler's variable names. A finished task is skipped, one that has begun continues.",
            valueName: "n"))
    var task: String?

    @Flag(help: "Train whatever is still to do or abandoned, until nothing is left; for workers that come and go.")
    var next = false

    @Flag(help: "Print the table and write the files from the results so far. Nothing is trained.")
    var report = false

    @Option(help: "Train this many tasks at a time, each in a process with its share of the processors.")
    var jobs: Int?

    @Option(
        help: ArgumentHelp(
            "Print a script for slurm or parallel, or one command per line (command). Nothing is submitted.",
            valueName: "slurm|parallel|command"))
    var submit: SubmissionScript.Target?

    @OptionGroup var submission: SubmissionOptions

    @Option(
        help:
            "With --task: seconds to wait for a task that another process is working on; a killed one may seem alive for two minutes."
    )
    var wait = 150

    @Flag(help: "Print one JSON object per line on standard output, and nothing else.")
    var json = false

    func validate() throws {
        if let jobs, jobs < 1 { throw ValidationError("--jobs takes a number from 1") }
        guard wait >= 0 else { throw ValidationError("--wait takes a number of seconds") }
        let modes = [
            ("--list", list), ("--task", task != nil), ("--next", next), ("--report", report), ("--jobs", jobs != nil),
            ("--submit", submit != nil),
        ].filter(\.1).map(\.0)
        guard modes.count <= 1 else { throw ValidationError("\(modes.joined(separator: " and ")) do not go together") }
        try submission.check(isUsed: submit == .slurm)
    }

    /// The folder of a sweep that is named in place of an experiment; nil if none is.
    private var given: SweepFolder? { SweepFolder(at: experiment) }

    private func plan() throws -> Sweep {
        try options.checkingUsage {
            if let given {
                guard try options.specificationOverrides().isEmpty, request.isEmpty else {
                    throw BrainError(
                        .usage, what: "sweep '\(given.name)'",
                        why: "its values, seeds and fields are known from its folder",
                        remedy: "leave the options that change them away, or name the experiment")
                }
                return try given.sweep()
            }
            return try request.request(usesLadder: true).sweep(
                of: experiment, overrides: options.specificationOverrides())
        }
    }

    /// The sweep's own folder. Without names and numbers a sweep is only its trainings, and may grow from call to call.
    private func folder(of sweep: Sweep, in store: RunStore) throws -> SweepFolder? {
        if let given { return given }
        let folder = SweepFolder(store: store, name: request.name ?? sweep.experiment)
        let isPlain = !list && task == nil && !next && !report && jobs == nil && submit == nil
        if isPlain, request.name == nil, request.over.isEmpty, request.halving == nil, !folder.belongs(to: sweep) {
            return nil
        }
        // A list writes nothing, not even that this sweep has the name.
        if list, !folder.isTaken { return nil }
        try checkingUsage { try list ? folder.require(sweep) : folder.take(for: sweep) }
        return folder
    }

    func run() throws {
        let sweep = try plan()
        let store = given?.store ?? RunStore(path: options.out)
        // What cannot be done is refused before the sweep's folder is taken, and its name with it.
        let numbers = try task.map { text in
            try checkingUsage {
                try TaskNumbers.parse(
                    text, count: sweep.tasks.count, environment: ProcessInfo.processInfo.environment)
            }
        }
        let isOfOneTask = numbers != nil || SweepWorkers.isWorker
        if !list, !report, !isOfOneTask { try options.checkingUsage { try sweep.requireTrainable() } }
        let folder = try folder(of: sweep, in: store)
        let lines = SweepLines(sweep: sweep, json: json)
        let work = SweepWork(sweep: sweep, store: store, folder: folder, lines: lines, halving: request.halving)
        if let submit {
            Console.output.lines(try SubmissionScript(sweep, folder: folder, options: submission).text(for: submit))
        } else if list {
            try lines.list(SweepProgress(sweep, in: store, folder: folder))
        } else if let numbers {
            try work.finish(numbers, patience: TimeInterval(wait))
        } else if next {
            try work.finishAll(writesFigures: false)
        } else if report {
            try work.showFigure()
        } else {
            if let jobs { try SweepWorkers(count: jobs).run() } else { try work.finishAll(writesFigures: true) }
            try work.showFigure()
        }
    }
}
