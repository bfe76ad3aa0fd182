import Foundation
import Testing

@testable import Workbench

@Suite struct JournalTests {
    private func lines(_ path: String) throws -> [[String: Any]] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
        }
    }

    @Test func holdsEverythingThatHappened() throws {
        let folder = try TemporaryFolder()
        let spec = try TinyExperiment.spec("epochs=2")
        let tiny = TinySession(spec, runsFolder: folder.path, first: .pause)
        tiny.send(.stepMiniBatch)
        tiny.send(.binary(false, .layer(1)), .load("/nonexistent.bbwb"), .resume)
        let end = tiny.send(.stop)
        let run = RunDirectory(path: try #require(end.runDirectory))
        #expect(run.path.hasPrefix("\(folder.path)/tiny/"))
        #expect(try String(contentsOfFile: run.specPath, encoding: .utf8) == spec.yaml)

        let journal = try lines(run.journalPath)
        let events = journal.compactMap { $0["event"] as? String }
        #expect(events.first == "start")
        #expect(events.last == "end")
        #expect(events.filter { $0 == "epoch" }.count == 2)
        let checkpoints = journal.filter { $0["event"] as? String == "checkpoint" }
        #expect(checkpoints.map { $0["automatic"] as? Bool } == [true, true, false], "each epoch, and the end to keep")
        let commands = journal.filter { $0["event"] as? String == "command" }
        #expect(commands.map { $0["command"] as? String } == ["pause", "step", "binary false @1", "resume"])
        #expect(commands.map { $0["step"] as? Int } == [0, 0, 1, 1])
        #expect(journal.contains { $0["level"] as? String == "error" })
        let epoch = try #require(journal.first { $0["event"] as? String == "epoch" })
        #expect(
            Set(epoch.keys) == [
                "event", "epoch", "step", "train", "test", "frames_per_second", "images_per_second",
            ])
        #expect(epoch["epoch"] as? Int == 1)
        #expect(epoch["step"] as? Int == TinyExperiment.stepsPerEpoch)
        #expect(Set((epoch["test"] as? [String: Any] ?? [:]).keys) == ["loss", "accuracy"])
        #expect(journal.last?["reason"] as? String == "finished")
        #expect(run.newestCheckpoint() == run.checkpointPath(step: end.step))
    }

    @Test func runsOfTheSameSecondHaveTheirOwnFolders() throws {
        let folder = try TemporaryFolder()
        let spec = try TinyExperiment.spec()
        let time = Date(timeIntervalSince1970: 1_800_000_000)
        let runs = try (0..<3).map { _ in try RunDirectory.create(in: folder.path, for: spec, at: time).path }
        #expect(Set(runs).count == 3)
        #expect(runs.allSatisfy { $0.hasPrefix(runs[0]) })
    }

    @Test func numbersThatJSONLacksAreWords() throws {
        let figures = JournalRecord.Measurement(loss: .nan, metric: -.infinity, kind: .mse)
        let line = try JournalRecord.epoch(
            JournalRecord.Epoch(
                epoch: 1, step: 2, train: figures, heldOut: figures, framesPerSecond: 3, imagesPerSecond: .infinity)
        ).jsonLine()
        #expect(line.contains(#""train":{"loss":"nan","mse":"-inf"}"#))
        #expect(line.contains(#""images_per_second":"inf""#))
        #expect(!line.contains("\n"))
    }

    @Test func aJournalThatCannotBeWrittenStopsNothing() throws {
        // /dev/full takes no byte, as a full disk.
        let journal = try JournalFile(path: "/dev/full")
        let error = try #require(throws: (any Error).self) { try journal.append("{}") }
        #expect("\(error)".contains("No space left"))
    }

    @Test func aRunFolderThatCannotBeMadeFailsAtTheStart() throws {
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: "/proc/nowhere")
        guard case .failed(let text) = tiny.session.waitUntilIdle().state else {
            Issue.record("expected a failure")
            return
        }
        #expect(text.contains("--out"))
    }
}
