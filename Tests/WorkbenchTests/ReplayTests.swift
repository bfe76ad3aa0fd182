import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// A run and its replay, on the tiny experiment.
@Suite struct ReplayTests {
    private func replay(_ run: RunDirectory) throws -> Replay.Outcome {
        try Replay(run, loadDataset: { _ in try TinyExperiment.dataset() }).run()
    }

    private func directory(_ snapshot: Snapshot) throws -> RunDirectory {
        RunDirectory(path: try #require(snapshot.runDirectory))
    }

    /// Every kind of steering, in the middle of epochs, between them, and while an epoch waits to be measured.
    @Test(arguments: [ModulationMethod.pwm, .uniform, .normal])
    func aSteeredRunComesOutTheSame(method: ModulationMethod) throws {
        let folder = try TemporaryFolder()
        let spec = try TinyExperiment.spec("modulation.method=\(method.rawValue)", "epochs=6")
        let tiny = TinySession(spec, runsFolder: folder.path, isWatched: true, first: .pause)
        tiny.send(.stepMiniBatch, .stepMiniBatch)
        tiny.send(.binary(false, .layer(1)), .learningRate(0.02))
        let saved = tiny.send(.stepMiniBatch, .save(nil))
        tiny.send(.hostOnly(true, .layer(0)), .modulation(train: 7, test: 15), .stepMiniBatch)
        // Undo is the commands that restore what was before.
        tiny.send(.binary(true, .layer(1)), .learningRate(0.01), .stepEpoch)
        tiny.send(
            .send(ModelCommand("momentum", "0.5"), .named("middle")), .modulationMethod(.normal), .stepMiniBatch,
            .stepMiniBatch)
        let path = try directory(saved).checkpointPath(step: 3)
        tiny.send(.load(path), .hostOnly(false, .all), .stepMiniBatch, .batchSize(9), .stepEpoch)
        tiny.send(.restart, .stepMiniBatch, .batchSize(33), .binary(false, .all), .stepEpoch)
        tiny.send(.binary(true, .all), .modulation(train: 1, test: nil), .resume)
        let end = tiny.send(.stop)
        #expect(end.epoch == 6)

        let outcome = try replay(directory(end))
        #expect(outcome.isIdentical, "\(String(describing: outcome.firstDifference))")
        #expect(outcome.commands == 16)
        #expect(outcome.comparisons.last?.subject == .end)
        #expect(outcome.comparisons.count { $0.subject == .epoch } == 8)
    }

    @Test func aResumedRunNeedsNothingButItsFolder() throws {
        let folder = try TemporaryFolder()
        let first = TinySession(try TinyExperiment.spec("modulation.method=uniform"), runsFolder: folder.path)
        first.session.waitUntilIdle()
        let run = try directory(first.send(.stop))
        let second = TinySession(
            try TinyExperiment.spec("modulation.method=uniform", "epochs=6"), runsFolder: folder.path,
            checkpoint: run.newestCheckpoint())
        second.session.waitUntilIdle()
        let resumed = try directory(second.send(.stop))
        try FileManager.default.removeItem(atPath: run.path)
        let outcome = try replay(resumed)
        #expect(outcome.isIdentical)
        #expect(outcome.trainedMiniBatches == 2 * TinyExperiment.stepsPerEpoch)
    }

    /// A process that is killed leaves no end; the replay goes as far as the journal does.
    @Test func aKilledRunIsComparedUpToItsLastEpoch() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path)
        tiny.session.waitUntilIdle()
        let run = try directory(tiny.send(.stop))
        var lines = try String(contentsOfFile: run.journalPath, encoding: .utf8).split(separator: "\n")
        let lastEpoch = try #require(lines.lastIndex { $0.contains(#""event":"checkpoint""#) })
        lines.removeSubrange((lastEpoch + 1)...)
        let torn = lines.joined(separator: "\n") + "\n{\"event\":\"epo"
        try Data(torn.utf8).write(to: URL(fileURLWithPath: run.journalPath))
        let outcome = try replay(run)
        #expect(outcome.isIdentical)
        #expect(outcome.comparisons.last?.subject == .checkpoint)
        #expect(try #require(RunSummary(run)).state == .running, "the session is still there")
    }

    @Test func anotherCommandGivesAnotherEnd() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path, first: .pause)
        tiny.send(.stepMiniBatch, .learningRate(0.5), .resume)
        let run = try directory(tiny.send(.stop))
        #expect(try replay(run).isIdentical)
        let text = try String(contentsOfFile: run.journalPath, encoding: .utf8)
        let edited = text.replacingOccurrences(of: "learning_rate 0.5", with: "learning_rate 0.25")
        try Data(edited.utf8).write(to: URL(fileURLWithPath: run.journalPath))
        let outcome = try replay(run)
        #expect(!outcome.isIdentical)
        #expect(outcome.firstDifference?.step == TinyExperiment.stepsPerEpoch)
    }

    @Test func aGapInTheJournalIsSaid() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path)
        tiny.session.waitUntilIdle()
        let run = try directory(tiny.send(.stop))
        let lines = try String(contentsOfFile: run.journalPath, encoding: .utf8).split(separator: "\n")
        let gapped = lines.filter { !$0.contains(#""epoch":2,"#) }.joined(separator: "\n")
        try Data(gapped.utf8).write(to: URL(fileURLWithPath: run.journalPath))
        let error = try #require(throws: BrainError.self) { try replay(run) }
        #expect(error.description.contains("gap"))
        try FileManager.default.removeItem(atPath: run.journalPath)
        #expect(throws: BrainError.self) { try replay(run) }
    }

    @Test(arguments: [false, true]) func aLoadedCheckpointIsCopied(throughLink: Bool) throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path, first: .pause)
        let mine = "\(folder.path)/mine.bbwb"
        let saved = tiny.send(.stepMiniBatch, .save(mine))
        if throughLink { symlink("mine.bbwb", "\(folder.path)/link.bbwb") }
        let given = throughLink ? "\(folder.path)/link.bbwb" : mine
        tiny.send(.stepMiniBatch, .load(given), .resume)
        tiny.send(.stop)
        let run = try directory(saved)
        // In place, as no program of ours would: a second name of the same file would change with it.
        let file = try #require(FileHandle(forWritingAtPath: mine))
        try file.write(contentsOf: Data("scribble".utf8))
        try file.close()
        #expect(try replay(run).isIdentical)
        let names = try FileManager.default.contentsOfDirectory(atPath: run.loadedFolder)
        var status = stat()
        #expect(lstat("\(run.loadedFolder)/\(names[0])", &status) == 0)
        #expect(status.st_mode & S_IFMT == S_IFREG && status.st_nlink == 1)
    }

    @Test func aChangedCheckpointIsNoticed() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path, first: .pause)
        let saved = tiny.send(.stepMiniBatch, .save("\(folder.path)/mine.bbwb"))
        tiny.send(.stepMiniBatch, .load("\(folder.path)/mine.bbwb"), .resume)
        tiny.send(.stop)
        let run = try directory(saved)
        try FileManager.default.removeItem(atPath: "\(folder.path)/mine.bbwb")
        #expect(try replay(run).isIdentical, "the run has its own copy")
        let names = try FileManager.default.contentsOfDirectory(atPath: run.loadedFolder)
        #expect(names.count == 1)
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(run.loadedFolder)/\(names[0])"))
        let error = try #require(throws: BrainError.self) { try replay(run) }
        #expect(error.description.contains("is not the file that the run read"))
    }
}
