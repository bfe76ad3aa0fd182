import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// A list of runs by the index says what the journals say.
@Suite("The index of runs") struct RunIndexTests {
    private static func lines(_ store: RunStore) throws -> [String] { try store.runs().map { try JSONLine.text($0) } }

    private static func train(_ store: RunStore, _ overrides: String...) throws -> RunDirectory {
        let spec = try ExperimentSpec(
            yaml: TinyExperiment.yaml, source: "tiny.yaml",
            overrides: overrides.map { try SpecificationOverride(parsing: $0) })
        let tiny = TinySession(spec, runsFolder: store.path)
        tiny.session.waitUntilIdle()
        return RunDirectory(path: try #require(tiny.send(.stop).runDirectory))
    }

    @Test func saysWhatTheJournalsSay() throws {
        let folder = try TemporaryFolder()
        let store = RunStore(path: folder.path)
        let first = try Self.train(store, "seed=5")
        _ = try Self.train(store, "split={ validation: 10 }", "name=other", "epochs=2")
        let paused = TinySession(try TinyExperiment.spec("name=third"), runsFolder: folder.path, first: .pause)
        paused.send(.stepEpoch)
        let index = "\(folder.path)/.index"
        let journals = try store.directories.map { try JSONLine.text(try #require(RunSummary($0))) }
        #expect(journals.count == 3)
        #expect(try Self.lines(store) == journals)
        #expect(FileManager.default.fileExists(atPath: index))
        #expect(RunIndex(of: folder.path).entries.count == 2, "what goes on is not kept")
        #expect(try Self.lines(store) == journals)
        // It can always be made anew.
        for damage in [Data(), Data("BBRUNS01".utf8), try Data(contentsOf: URL(fileURLWithPath: index)).dropLast(9)] {
            try damage.write(to: URL(fileURLWithPath: index))
            #expect(RunIndex(of: folder.path).entries.isEmpty)
            #expect(try Self.lines(store) == journals)
        }
        var flipped = try Data(contentsOf: URL(fileURLWithPath: index))
        flipped[flipped.count - 20] ^= 1
        try flipped.write(to: URL(fileURLWithPath: index))
        #expect(RunIndex(of: folder.path).entries.isEmpty, "a bit is enough")
        paused.send(.stop)
        #expect(try Self.lines(store).contains { $0.contains(#""state":"interrupted""#) })
        // A run that is gone is in no list, and soon not in the index.
        try FileManager.default.removeItem(atPath: first.path)
        #expect(try Self.lines(store).count == 2)
        #expect(RunIndex(of: folder.path).entries.count == 2)
    }

    /// No journal is read whose file is as it was; one that has changed is.
    @Test func readsOnlyWhatHasChanged() throws {
        let folder = try TemporaryFolder()
        let store = RunStore(path: folder.path)
        let run = try Self.train(store)
        let before = try Self.lines(store)
        var status = stat()
        #expect(stat(run.journalPath, &status) == 0)
        let file = try FileHandle(forUpdating: URL(fileURLWithPath: run.journalPath))
        try file.write(contentsOf: Data(repeating: UInt8(ascii: "x"), count: Int(status.st_size)))
        try file.close()
        #expect(utimensat(AT_FDCWD, run.journalPath, [status.st_atim, status.st_mtim], 0) == 0)
        #expect(try Self.lines(store) == before, "its size and time are as they were")
        #expect(utimensat(AT_FDCWD, run.journalPath, [status.st_atim, timespec(tv_sec: 1, tv_nsec: 0)], 0) == 0)
        #expect(try Self.lines(store) == [], "its time is not: it holds nothing that tells of a run")
    }

    @Test func findsRunsBySpecification() throws {
        let folder = try TemporaryFolder()
        let store = RunStore(path: folder.path)
        let specs = try ["1", "2", "3"].map { try TinyExperiment.spec("seed=\($0)") }
        _ = try Self.train(store, "seed=1")
        let run = try Self.train(store, "seed=3")
        for _ in 0..<2 {
            let progress = store.progress(of: specs)
            #expect(progress.map(\.isFinished) == [true, false, true])
            guard case .finished(let found, let epochs) = progress[2] else { return }
            #expect(found == run && epochs.count == 4)
        }
    }
}
