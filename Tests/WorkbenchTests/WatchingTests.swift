import BinaryBrain
import Foundation
import TestSupport
import Testing

@testable import Workbench

/// Runs that are looked at while another trains them.
@Suite(.serialized) struct WatchingTests {
    /// A folder that is removed with the test.
    final class Folder {
        let path = NSTemporaryDirectory() + "bbwb-watch-\(UUID().uuidString)"
        init() { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
        deinit { try? FileManager.default.removeItem(atPath: path) }
        func append(_ text: String, to name: String) throws {
            let file = "\(path)/\(name)"
            if !FileManager.default.fileExists(atPath: file) {
                _ = FileManager.default.createFile(atPath: file, contents: nil)
            }
            let handle = try #require(FileHandle(forWritingAtPath: file))
            handle.seekToEndOfFile()
            handle.write(Data(text.utf8))
            try handle.close()
        }
    }

    private static let epochLine =
        #"{"epoch":1,"event":"epoch","frames_per_second":1,"images_per_second":1,"step":6,"test":{"accuracy":0.5,"loss":1},"#
        + #""train":{"accuracy":0.5,"loss":1}}"#

    @Test func aJournalIsReadAsItGrowsLineByLine() throws {
        let folder = Folder()
        var tail = JournalTail(RunDirectory(path: folder.path))
        #expect(try tail.news().records.isEmpty)
        let middle = Self.epochLine.index(Self.epochLine.startIndex, offsetBy: 40)
        try folder.append(String(Self.epochLine[..<middle]), to: "journal.jsonl")
        #expect(try tail.news().records.isEmpty, "half a line is none")
        try folder.append(Self.epochLine[middle...] + "\n" + Self.epochLine + "\n", to: "journal.jsonl")
        #expect(try tail.news().records.count == 2)
        #expect(try tail.news().records.isEmpty)
        try FileManager.default.removeItem(atPath: "\(folder.path)/journal.jsonl")
        try folder.append(Self.epochLine + "\n", to: "journal.jsonl")
        let news = try tail.news()
        #expect(news.isAnew && news.records.count == 1)
    }

    @Test func anEventFileIsReadAsItGrows() throws {
        let folder = Folder()
        let start = Date()
        let file = try BoardFile(in: folder.path, metric: .accuracy, at: start)
        var tail = BoardTail(RunDirectory(path: folder.path))
        file.add(step: 1, loss: 2.5, metric: 0.25)
        file.flush()
        var events = try tail.news().events
        #expect(events.count == 1)
        guard case .miniBatch(1, 2.5, 0.25, let time) = try #require(events.first) else {
            Issue.record("\(events)")
            return
        }
        #expect(time >= start.timeIntervalSince1970.rounded(.down) && time <= Date().timeIntervalSince1970)
        file.restart(at: 0)
        for step in 1...100 { file.add(step: step, loss: Float(step), metric: .nan) }
        file.flush()
        events = try tail.news().events
        #expect(events.first == .restart(step: 0))
        #expect(events.count == 101)
        #expect(try tail.news().events.isEmpty)
    }

    /// Half an event, and bytes that are none.
    @Test func damagedEventFilesEndWhereTheyAreDamaged() throws {
        let folder = Folder()
        let record = BoardEvent(
            time: Date(timeIntervalSince1970: 1_700_000_000), step: 3,
            content: .scalars([("loss/train", 1), ("mse/train", 2)])
        ).record
        let path = "\(folder.path)/events.out.tfevents.1.workbench"
        for cut in 0..<record.count {
            try Data(record + record[..<cut]).write(to: URL(fileURLWithPath: path))
            var tail = BoardTail(RunDirectory(path: folder.path))
            #expect(try tail.news().events.count == 1, "\(cut)")
        }
        try Data(record + [UInt8](repeating: 0xff, count: 64)).write(to: URL(fileURLWithPath: path))
        var tail = BoardTail(RunDirectory(path: folder.path))
        #expect(try tail.news().events.count == 1)
    }

    private func wait(_ run: WatchedRun, _ what: String, until: (Snapshot) -> Bool) -> Snapshot {
        var seen = run.snapshot
        let isSeen = Patience.wait {
            seen = run.snapshot
            return until(seen)
        }
        if !isSeen { Issue.record("\(what) was never seen: \(seen.state), step \(seen.step)") }
        return seen
    }

    /// What is seen from outside is what the owner sees.
    @Test func aRunMovesAsItsOwnerSeesIt() throws {
        let folder = Folder()
        let session = Session(
            spec: try TinyExperiment.spec("epochs=3"),
            options: SessionOptions(
                runsFolder: folder.path, isWatched: false, loadDataset: { _ in try TinyExperiment.dataset() }))
        session.send(.pause)
        session.waitUntilIdle()
        let path = try #require(session.snapshot.runDirectory)
        let run = try WatchedRun(RunDirectory(path: path), loadDataset: { _ in try TinyExperiment.dataset() })
        run.look(at: .layer(1))
        var seen = wait(run, "the layer table") { $0.layers.count == 3 && $0.layerInspection?.layer == 1 }
        #expect(seen.watched?.state == .running)
        #expect(seen.watched?.owner?.process == getpid())
        session.send(.learningRate(0.005))
        session.send(.binary(false, .layer(1)))
        for _ in 0..<3 { session.send(.stepMiniBatch) }
        session.waitUntilIdle()
        seen = wait(run, "the steering") { $0.steering.count == 2 }
        #expect(seen.learningRate == 0.005)
        #expect(seen.layers[1].isBinary == false)
        session.send(.resume)
        session.waitUntilIdle()
        let owner = session.snapshot
        #expect(owner.state == .finished)
        seen = wait(run, "the last state") { $0.watched?.netStep == owner.step && $0.testMetric.count == 3 }
        #expect(seen.trainLoss.points == owner.trainLoss.points)
        #expect(seen.trainMetric.points == owner.trainMetric.points)
        #expect(seen.testLoss.points == owner.testLoss.points)
        #expect(seen.layers.map(\.isBinary) == owner.layers.map(\.isBinary) || owner.layers.isEmpty)
        #expect(seen.samples.count == 8)
        #expect(seen.confusion?.total == 40)
        #expect(seen.epoch == 3 && seen.epochs == 3)
        #expect(seen.events.contains { $0.text.hasPrefix("epoch 3: test loss") })
        // To look changes nothing: no file has come or gone.
        let files = try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
        run.look(at: .samples)
        _ = wait(run, "more samples") { $0.samples.count == 24 }
        #expect(try FileManager.default.subpathsOfDirectory(atPath: path).sorted() == files)
        session.end(saving: false)
        session.waitUntilIdle()
        seen = wait(run, "the end") { $0.watched?.state == .finished }
        #expect(seen.state == .finished)
        run.end(saving: false)
        #expect(run.snapshot.state == .stopped)
    }

    /// The curve of a run that went back to its beginning begins anew.
    @Test func aRestartIsSeen() throws {
        let folder = Folder()
        let session = Session(
            spec: try TinyExperiment.spec("epochs=2"),
            options: SessionOptions(
                runsFolder: folder.path, isWatched: false, loadDataset: { _ in try TinyExperiment.dataset() }))
        session.waitUntilIdle()
        let path = try #require(session.snapshot.runDirectory)
        let run = try WatchedRun(RunDirectory(path: path), loadDataset: nil)
        _ = wait(run, "two epochs") { $0.testMetric.count == 2 }
        session.send(.restart)
        session.send(.stepMiniBatch)
        session.waitUntilIdle()
        session.end(saving: true)
        session.waitUntilIdle()
        let seen = wait(run, "the end") { $0.watched?.state == .interrupted }
        // How far it went before it heard of the single step is its own affair.
        #expect(seen.trainLoss.points == session.snapshot.trainLoss.points)
        #expect(seen.testMetric.points == session.snapshot.testMetric.points)
    }

    @Test func aFolderThatHoldsNoRunIsRefused() throws {
        let folder = Folder()
        #expect(throws: (any Error).self) { try WatchedRun(RunDirectory(path: folder.path)) }
    }
}
