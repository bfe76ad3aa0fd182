import Foundation
import Testing

@testable import Workbench

/// The end is asked for while the data are read or the net is built, which may take long.
@Suite("An end before the beginning") struct EarlyEndTests {
    @Test func nothingIsWaitedForAndNothingKept() throws {
        let folder = try TemporaryFolder()
        let (reads, goesOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let records = Locked<[JournalRecord]>([])
        let session = Session(
            spec: try TinyExperiment.spec(),
            options: SessionOptions(
                runsFolder: folder.path, onRecord: { record in records.withLock { $0.append(record) } },
                loadDataset: { _ in
                    reads.signal()
                    goesOn.wait()
                    return try TinyExperiment.dataset()
                }))
        reads.wait()
        session.end(saving: true)
        // The engine still reads.
        #expect(session.snapshot.state == .stopped)
        #expect(session.waitUntilIdle().state == .stopped)
        goesOn.signal()
        session.send(.resume)
        usleep(200_000)
        #expect(session.snapshot.state == .stopped && session.snapshot.step == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        #expect(records.withLock { $0.isEmpty })
    }

    /// Data that cannot be read are no failure any more then.
    @Test func whatGoesWrongLaterIsNoFailure() throws {
        let (reads, goesOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let session = Session(
            spec: try TinyExperiment.spec(),
            options: SessionOptions(
                runsFolder: nil,
                loadDataset: { _ in
                    reads.signal()
                    goesOn.wait()
                    throw CocoaError(.fileNoSuchFile)
                }))
        reads.wait()
        session.end(saving: false)
        goesOn.signal()
        usleep(200_000)
        #expect(session.snapshot.state == .stopped)
    }

    /// Once there is a run, its end is noted, and what was trained is saved.
    @Test func aRunThatHasBegunIsSaved() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path, first: .stepMiniBatch)
        #expect(tiny.session.waitUntilIdle().step == 1)
        tiny.session.end(saving: true)
        #expect(tiny.session.waitUntilIdle().state == .stopped)
        guard case .end(let end) = tiny.records.last else {
            Issue.record("no end: \(tiny.records)")
            return
        }
        #expect(end.step == 1)
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        #expect(files.contains { $0.hasSuffix("step-00000001.bbwb") })
    }

    /// A person who wants to leave, and whose work cannot be saved, stays: with everything, paused, and as often as that happens.
    @Test func anEndThatCannotSaveIsOff() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path, first: .stepMiniBatch)
        let directory = try #require(tiny.session.waitUntilIdle().runDirectory)
        // Nothing can be written where a file is in the place of the folder.
        let place = RunDirectory(path: directory).checkpointFolder
        try FileManager.default.removeItem(atPath: place)
        try Data().write(to: URL(fileURLWithPath: place))
        for attempt in 1...2 {
            tiny.session.end(saving: true, orStay: true)
            let snapshot = tiny.session.waitUntilIdle()
            #expect(snapshot.state == .paused && snapshot.refusedEnds == attempt && snapshot.step == attempt)
            #expect(snapshot.missing.first?.contains("step \(attempt) is not saved") == true, "\(snapshot.missing)")
            // It trains as before.
            tiny.session.send(.stepMiniBatch)
            #expect(tiny.session.waitUntilIdle().step == attempt + 1)
        }
        // A request that does not leave the choice holds, whatever was asked before.
        tiny.session.end(saving: true, orStay: true)
        tiny.session.end(saving: true)
        #expect(tiny.session.waitUntilIdle().state == .stopped)
        guard case .end(let end) = tiny.records.last else {
            Issue.record("no end: \(tiny.records)")
            return
        }
        #expect(end.step == 3)
    }

    @Test func anEndThatCanSaveIsNone() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path, first: .stepMiniBatch)
        tiny.session.waitUntilIdle()
        tiny.session.end(saving: true, orStay: true)
        let snapshot = tiny.session.waitUntilIdle()
        #expect(snapshot.state == .stopped && snapshot.refusedEnds == 0 && snapshot.missing.isEmpty)
    }
}
