import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// A loss, a metric and an optimizer of another package, of which this one knows nothing but their cards.
@Suite("A loss, a metric and an optimizer of another package") struct OwnTrainingTests {
    /// In a process of its own: what is registered stays.
    @Test("They have a place in experiment files, journals, checkpoints, lists of runs and replays") func everywhere()
        async
    {
        await #expect(processExitsWith: .success) {
            try TrainingRegistry.losses.register(HuberLoss.card)
            try TrainingRegistry.metrics.register(SignalToNoise.card)
            try TrainingRegistry.metrics.register(NamelessMetric.card)
            try TrainingRegistry.optimizers.register(HeavyBall.card)
            try OwnTraining.check()
        }
    }

    @Test("Nobody takes a name that is taken") func names() {
        #expect(throws: BrainError.self) { try TrainingRegistry.losses.register(LossMeanSquaredError.card) }
        #expect(throws: BrainError.self) { try TrainingRegistry.metrics.register(MetricsMeanSquaredError.card) }
        #expect(throws: BrainError.self) { try TrainingRegistry.optimizers.register(OptimizerSgd.card) }
    }
}

/// What an own loss, metric and optimizer must be able to do.
private enum OwnTraining {
    private static func spec(epochs: Int) throws -> ExperimentSpec {
        try TinyExperiment.spec(
            "loss={ Huber: { delta: 0.5 } }", "metrics=SignalToNoise",
            "optimizer={ HeavyBall: { learning_rate: 2, momentum: 0.8 } }", "epochs=\(epochs)",
            "stop_early={ patience: 30, of: metric }")
    }

    private static func train(_ epochs: Int, in folder: TemporaryFolder, from checkpoint: String? = nil) throws
        -> RunDirectory
    {
        let tiny = TinySession(try spec(epochs: epochs), runsFolder: folder.path, checkpoint: checkpoint)
        let end = tiny.session.waitUntilIdle()
        try require(end.state == .finished && end.epoch == epochs, "it trains: \(end.state)")
        try require(end.metricKind.name == "psnr", "screens show the figure under its name")
        guard let path = tiny.send(.stop).runDirectory else { throw failure("the run has a folder") }
        return RunDirectory(path: path)
    }

    static func check() throws {
        let folder = try TemporaryFolder()
        let epochs = 12
        let whole = try train(epochs, in: folder)
        let journal = try Journal(contentsOf: whole.journalPath)
        let measured = journal.records.compactMap { record -> JournalRecord.Epoch? in
            if case .epoch(let epoch) = record { epoch } else { nil }
        }
        try checkBest(of: whole, measured)
        try checkLines(of: whole, measured)

        let half = try train(epochs / 2, in: folder)
        let resumed = try train(epochs, in: folder, from: half.newestCheckpoint())
        try require(
            try Journal(contentsOf: resumed.journalPath).end?.digest == journal.end?.digest,
            "a training goes on from a checkpoint")
        let best = resumed.bestCheckpoint(by: .metric)?.figures
        try require(best == whole.bestCheckpoint(by: .metric)?.figures, "and has the same best epoch")
        for run in [whole, resumed] {
            let outcome = try Replay(run, loadDataset: { _ in try TinyExperiment.dataset() }).run()
            try require(
                outcome.isIdentical, "a replay comes to the same: \(String(describing: outcome.firstDifference))")
        }

        do {
            _ = try TinyExperiment.spec("metrics=Nameless")
            try require(false, "a figure called loss is refused")
        } catch let error as SpecificationError {
            try require(error.field == "metrics" && "\(error)".contains("another name"), "\(error)")
        }
    }

    /// The largest figure is the best: the epoch that is kept, that lists name, and that `@best` opens.
    private static func checkBest(of run: RunDirectory, _ measured: [JournalRecord.Epoch]) throws {
        guard let best = measured.max(by: { $0.heldOut.metric < $1.heldOut.metric }),
            let worst = measured.min(by: { $0.heldOut.metric < $1.heldOut.metric })
        else { throw failure("epochs are measured") }
        let figures = measured.map(\.heldOut.metric)
        try require(best.heldOut.metric > worst.heldOut.metric, "the epochs differ: \(figures)")
        let kept = run.bestCheckpoint(by: .metric)
        try require(kept?.figures == best.heldOut, "the best epoch is kept, of \(figures): \(String(describing: kept))")
        try require(try SavedModel(named: "\(run.path)@best").step == best.step, "@best opens it")
        let store = RunStore(path: FilePath.folder(of: FilePath.folder(of: run.path)))
        // From the journal, then from the index.
        for source in ["journal", "index"] {
            let listed = store.runs()
            try require(listed.count == 1 && listed[0].best?.step == best.step, "the list names it, by the \(source)")
            try require(listed[0].best?.heldOut.kind == SignalToNoise().kind, "the list has its name, by the \(source)")
        }
    }

    /// The journal has the figure under its own name, with its direction.
    private static func checkLines(of run: RunDirectory, _ measured: [JournalRecord.Epoch]) throws {
        let text = try String(contentsOfFile: run.journalPath, encoding: .utf8)
        let lines = text.split(separator: "\n").filter { $0.contains(#""event":"epoch""#) }
        try require(
            lines.count == measured.count
                && lines.allSatisfy { $0.contains(#""better":"higher""#) && $0.contains(#""psnr":"#) }
                && !text.contains("\"mse\":") && !text.contains("\"accuracy\":"), "the journal: \(lines[0])")
    }

    private static func require(_ condition: Bool, _ what: String) throws {
        guard condition else { throw failure(what) }
    }

    private static func failure(_ what: String) -> BrainError {
        BrainError(.usage, what: "an own loss, metric and optimizer", why: "not so: \(what)", remedy: "")
    }
}
