import ArgumentParser
import BinaryBrain
import Foundation
import Workbench

/// `bbwb run`: headless training.
struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Trains an experiment without a screen.",
        discussion: """
            Ctrl-C, SIGTERM, SIGHUP, SIGUSR1 and SIGUSR2 save a checkpoint and exit with status 130; --resume continues from it. A \
            second ctrl-C does not wait for the save. Status 1 can also mean that part of the run could not be kept.
            """)

    @Argument(help: "An experiment's name or file; optional with --resume.")
    var experiment: String?

    @OptionGroup var options: ExperimentOptions
    @OptionGroup var device: DeviceOption

    @Flag(help: "Print one JSON object per line on standard output, and nothing else.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Continue a run (its folder, NAME/TIME, or an experiment's name for its newest run) or a checkpoint.",
            valueName: "run"))
    var resume: String?

    @Flag(
        help:
            "Continue an unfinished run of exactly this experiment, or start one; do nothing if one has finished. The command can be repeated unchanged."
    )
    var resumeOrStart = false

    func validate() throws {
        if resumeOrStart, resume != nil {
            throw ValidationError("--resume names a run, and --resume-or-start looks for one: give one of them")
        }
        if experiment == nil, resume == nil { throw ValidationError("name an experiment, or a run with --resume") }
    }

    func run() throws {
        let source = try options.checkingUsage { try chooseSource() }
        try device.choose()
        let output: HeadlessRun.Output = json ? .json : isatty(STDOUT_FILENO) == 1 ? .progress : .lines
        if resumeOrStart { return try finish(source, output) }
        try HeadlessRun(source, runsFolder: options.out, output: output).run()
    }

    /// Where the run or checkpoint is that `--resume` names.
    private func path(of resume: String) throws -> String {
        let isFile = resume.hasSuffix(".bbwb") || FileManager.default.fileExists(atPath: resume)
        return isFile ? resume : try RunStore(path: options.out).find(resume).path
    }

    private func chooseSource() throws -> ExperimentSource {
        let overrides = try options.specificationOverrides()
        guard let resume else { return try ExperimentSource(experiment ?? "", overrides: overrides) }
        let source = try ExperimentSource(resuming: path(of: resume), overrides: overrides)
        if let experiment {
            let named = try ExperimentSpec(named: experiment)
            guard named.name == source.spec.name else {
                throw SpecificationError(
                    source: resume, why: "it is a run of \(source.spec.name), not of \(named.name)",
                    remedy: "leave the experiment out, or name another run")
            }
        }
        return source
    }

    /// Trains to the end what may have been begun.
    private func finish(_ source: ExperimentSource, _ output: HeadlessRun.Output) throws {
        guard source.checkpointPath == nil else {
            throw UsageError(
                cause: BrainError(
                    .usage, what: "--resume-or-start", why: "\(experiment ?? "") is a run or a checkpoint",
                    remedy: "name an experiment, or go on from that with --resume"))
        }
        let store = RunStore(path: options.out)
        switch try PlannedTraining(spec: source.spec, store: store).finish(output) {
        case .trained: break
        case .wasDone:
            guard case .finished(let run, _) = store.progress(of: [source.spec])[0] else { break }
            // What a caller reads at the end is there again.
            for record in json ? try Journal(contentsOf: run.journalPath).records : [] {
                Console.output.json(try record.jsonLine())
            }
            if !json { Console.line("was done: \(run.path)") }
        case .taken(let owner):
            throw BrainError(
                .io, what: "training \(source.spec.name)",
                why: "\(owner.map(\.description) ?? "another process") is training it",
                remedy: "wait for it, or stop it")
        }
    }
}
