import Foundation
import Testing

@testable import Workbench

/// Checkpoints that nobody asked for.
@Suite struct AutomaticCheckpointTests {
    private func measurement(_ accuracy: Double) -> JournalRecord.Measurement {
        JournalRecord.Measurement(loss: 1, metric: accuracy, kind: .accuracy)
    }

    @Test func theNewestAndTheBestStay() {
        var checkpoints = AutomaticCheckpoints()
        #expect(checkpoints.add("1", measurement(0.5)) == [])
        #expect(checkpoints.add("2", measurement(0.7)) == ["1"])
        #expect(checkpoints.add("3", measurement(0.6)) == [])
        #expect(checkpoints.add("4", measurement(.nan)) == ["3"])
        checkpoints.keep("4")
        #expect(checkpoints.add("5", measurement(0.8)) == ["2"], "someone asked for 4")
        #expect(checkpoints.add("6", measurement(0.9)) == ["5"])
    }

    @Test func epochsAreSavedAndOldOnesGo() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec("epochs=8"), runsFolder: folder.path)
        let end = tiny.session.waitUntilIdle()
        let run = RunDirectory(path: try #require(end.runDirectory))
        let saved = tiny.records.compactMap { record -> JournalRecord.SavedCheckpoint? in
            if case .checkpoint(let saved) = record { saved } else { nil }
        }
        #expect(saved.filter(\.isAutomatic).map(\.step) == (1...8).map { $0 * TinyExperiment.stepsPerEpoch })
        let files = try FileManager.default.contentsOfDirectory(atPath: run.checkpointFolder)
        #expect((1...2).contains(files.count), "the newest and the best: \(files)")
        #expect(run.newestCheckpoint() == run.checkpointPath(step: end.step))
    }

    /// The state after a restart or a steering is another, and has another file.
    @Test func nothingThatWasSavedIsOverwritten() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path, first: .pause)
        tiny.send(.stepMiniBatch, .save(nil))
        tiny.send(.learningRate(0.5), .save(nil))
        let end = tiny.send(.restart, .pause, .stepMiniBatch, .save(nil))
        let run = RunDirectory(path: try #require(end.runDirectory))
        let files = try FileManager.default.contentsOfDirectory(atPath: run.checkpointFolder).sorted()
        #expect(files == ["step-00000001.bbwb", "step-00000001_2.bbwb", "step-00000001_3.bbwb"])
        #expect(run.newestCheckpoint() == "\(run.checkpointFolder)/step-00000001_3.bbwb")
    }

    @Test func whatIsSavedIsNotSavedAgain() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path)
        tiny.session.waitUntilIdle()
        let end = tiny.send(.save(nil), .save(nil))
        let run = RunDirectory(path: try #require(end.runDirectory))
        #expect(tiny.lastEvent(.info) == "saved \(run.checkpointPath(step: end.step)) already")
        let files = try FileManager.default.contentsOfDirectory(atPath: run.checkpointFolder)
        #expect(!files.contains { $0.contains("_") })
    }

    /// Training goes on and says so, once; when there is room again everything is written, in its place.
    @Test(.enabled(if: FullDisk.isAvailable))
    func aFullDiskStopsNothing() throws {
        let disk = try FullDisk(kilobytes: 1024)
        let tiny = TinySession(try TinyExperiment.spec("epochs=6"), runsFolder: disk.path, first: .pause)
        let begun = tiny.session.waitUntilIdle()
        let run = RunDirectory(path: try #require(begun.runDirectory))
        try disk.fill()
        // The last page of the journal has room for some lines more.
        for _ in 0..<120 { tiny.send(.learningRate(0.02)) }
        tiny.send(.stepEpoch)
        let during = tiny.send(.stepEpoch)
        #expect(during.epoch == 2)
        let warnings = during.events.filter { $0.level == .warning }.map(\.text)
        #expect(warnings.count { $0.contains("training continues without saving its epochs") } == 1, "\(warnings)")
        #expect(warnings.count { $0.contains("the journal waits") } == 1, "\(warnings)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: run.checkpointFolder).isEmpty, "nothing is torn")

        try disk.makeRoom()
        tiny.send(.resume)
        let end = tiny.send(.stop)
        #expect(end.epoch == 6)
        #expect(end.events.contains { $0.text == "the journal is complete again" })
        #expect(end.events.contains { $0.text == "training is being saved again" })
        let journal = try Journal(contentsOf: run.journalPath)
        #expect(journal.unreadableLines.isEmpty)
        let outcome = try Replay(run, loadDataset: { _ in try TinyExperiment.dataset() }).run()
        #expect(outcome.isIdentical, "no line is lost: \(outcome.comparisons)")
        #expect(outcome.comparisons.count { $0.subject == .epoch } == 6)
    }
}

/// A small disk (tmpfs) that can be filled to the last byte.
final class FullDisk {
    let path: String
    private let holder: TemporaryFolder

    /// Whether this process may mount one.
    static let isAvailable = (try? FullDisk(kilobytes: 64)) != nil

    init(kilobytes: Int) throws {
        holder = try TemporaryFolder()
        path = holder.path
        try Self.run("mount", "-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path)
    }

    deinit { try? Self.run("umount", path) }

    func fill() throws {
        let descriptor = open("\(path)/filler", O_WRONLY | O_CREAT, 0o644)
        defer { close(descriptor) }
        let block = [UInt8](repeating: 1, count: 4096)
        while write(descriptor, block, block.count) > 0 {}
    }

    func makeRoom() throws { try FileManager.default.removeItem(atPath: "\(path)/filler") }

    private static func run(_ program: String, _ arguments: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/\(program)")
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
    }
}
