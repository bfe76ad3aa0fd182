import ArgumentParser
import BinaryBrain
import Datasets
import Export
import Foundation
import Workbench

/// `bbwb prune`: a trained net with fewer and fewer LUTs.
struct PruneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prune",
        abstract: "Removes the LUTs of a trained net that matter least, trains the rest, and repeats.",
        discussion: """
            Each round measures how much the loss on training samples grows if a LUT becomes one of its inputs, which takes no LUT, or \
            never changes, does so with those that cost least for what they save, and trains. Pruning is a run like any other: --resume \
            continues an interrupted one. The run's folder gets pruning.csv and pruning.svg, the metric on the held-out part over LUTs.
            """)

    @Argument(
        help: "A run (its folder, NAME/TIME, or an experiment's name), RUN@best, or a checkpoint; not with --resume.")
    var model: String?

    @Option(help: "Share of the LUTs that each round removes; 0 for none.")
    var share = 0.1

    @Option(help: "Share of the input bits that each round removes; 0 for none.")
    var inputs = 0.0

    @Option(
        help: """
            How LUTs go: wires, each becomes the one of its inputs that can replace it best, which takes no LUT; or luts, each is \
            removed, and what read it reads others.
            """)
    var method = PruningTarget.wires.rawValue

    @Option(help: "Number of rounds.")
    var rounds = 7

    @Option(help: "Epochs of training after each round.")
    var epochs = 1

    @Option(help: "Epochs of training at the end, beside those of the last round.")
    var lastEpochs = 0

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("Override a field of the experiment file. May be repeated.", valueName: "key=value"))
    var overrides: [String] = []

    @Option(help: ArgumentHelp("Continue a pruning that was interrupted.", valueName: "run"))
    var resume: String?

    @OptionGroup var store: RunStoreOptions

    func validate() throws {
        guard (model == nil) != (resume == nil) else {
            throw ValidationError("name a trained net, or a pruning to go on with by --resume")
        }
    }

    func run() throws {
        guard let method = PruningTarget(rawValue: method), method != .inputs else {
            throw ValidationError("--method \(method) is neither wires nor luts")
        }
        let plan = PruningPlan(
            lutShare: share, inputShare: inputs, method: method, rounds: rounds, epochsPerRound: epochs,
            lastEpochs: lastEpochs)
        let fields = try checkingUsage { try overrides.map { try SpecificationOverride(parsing: $0) } }
        let source = try checkingUsage {
            if let resume { return try ExperimentSource(resuming: path(of: resume), overrides: fields) }
            return try ExperimentSource(pruning: checkpoint(of: model ?? ""), plan, overrides: fields)
        }
        guard source.spec.commands.contains(where: { if case .prune = $0.command { true } else { false } }) else {
            throw BrainError(
                .usage, what: "pruning of \(resume ?? model ?? "")", why: "nothing is pruned in this run",
                remedy: "go on with it by bbwb run --resume, or prune its net by bbwb prune")
        }
        let training = HeadlessRun(
            source, runsFolder: store.out, output: isatty(STDOUT_FILENO) == 1 ? .progress : .lines)
        try training.run()
        guard let folder = training.runDirectory, let checkpoint = RunDirectory(path: folder).newestCheckpoint() else {
            return
        }
        let curve = try curve(source.spec, checkpoint)
        try AtomicFile.write(Array(curve.csv.utf8), to: "\(folder)/pruning.csv")
        try AtomicFile.write(Array(curve.svg.utf8), to: "\(folder)/pruning.svg")
        for line in curve.lines { Console.line(line) }
        Console.line("\(folder)/pruning.csv, pruning.svg")
    }

    private func isPath(_ name: String) -> Bool {
        name.hasSuffix(".bbwb") || FileManager.default.fileExists(atPath: name)
    }

    private func path(of run: String) throws -> String { isPath(run) ? run : try store.store.find(run).path }

    /// The checkpoint that a name stands for.
    private func checkpoint(of name: String) throws -> String {
        if name.hasSuffix(".bbwb") { return name }
        if name.hasSuffix(".bb_net") {
            throw BrainError(
                .usage, what: name, why: "it is a net without the experiment, which says what to train it on and how",
                remedy: "name a run, or a checkpoint (.bbwb)")
        }
        if SavedModel.isNamedByRun(name) { return try SavedModel(named: name, runs: store.out).path }
        let run = isPath(name) ? RunDirectory(path: name) : try store.store.find(name)
        if let newest = run.newestCheckpoint() { return newest }
        throw BrainError(
            .usage, what: name, why: "the run has no checkpoint", remedy: "name a run that trained, or a .bbwb file")
    }

    /// The curve, from the net that it began with.
    private func curve(_ spec: ExperimentSpec, _ checkpoint: String) throws -> PruningCurve {
        let dataset = try spec.loadDataset()
        var beginning: (Double, Double)?
        if let path = spec.initial?.file.path, let saved = try? SavedModel(contentsOf: path),
            let stored = try saved.compareForms(on: dataset, part: dataset.heldOutPart, forms: [.stored])[.stored],
            let loss = stored.loss, let metric = stored.metric
        {
            beginning = (loss, metric)
        }
        return try PruningCurve(ofCheckpoint: checkpoint, dataset: dataset, beginning: beginning)
    }
}
