import BinaryBrain
import Foundation
import Testing

@testable import Workbench

@Suite("Who is at a run") struct LeaseTests {
    /// A file system without locks, where the call fails; one whose locks others do not see, where it always succeeds.
    private static let unsupported = FileLocks { _, _ in ENOLCK }
    private static let invisible = FileLocks { _, _ in 0 }

    private func owner(boot: String? = nil, isLocking: Bool, process: Int32 = getpid()) -> RunOwner {
        var owner = RunOwner.current(isLocking: isLocking)
        if let boot { owner.boot = boot }
        owner.process = process
        return owner
    }

    private func file(in folder: TemporaryFolder, age: Int = 0) throws -> String {
        let path = "\(folder.path)/journal.jsonl"
        try Data("{}\n".utf8).write(to: URL(fileURLWithPath: path))
        let time = timespec(tv_sec: Foundation.time(nil) - age, tv_nsec: 0)
        #expect(utimensat(AT_FDCWD, path, [time, time], 0) == 0)
        return path
    }

    /// A process number that nobody has.
    private var deadProcess: Int32 { 0x7fff_fff0 }

    @Test func aLockIsEnough() throws {
        let folder = try TemporaryFolder()
        let path = try file(in: folder, age: 1000)
        var writer: AppendedFile? = try AppendedFile(path: path)
        #expect(writer?.isLocked == true)
        #expect(Lease.isHeld(path, by: nil))
        #expect(Lease.isHeld(path, by: owner(isLocking: true)))
        writer = nil
        #expect(!Lease.isHeld(path, by: nil), "a journal of an earlier version")
        #expect(!Lease.isHeld(path, by: owner(isLocking: true)))
    }

    /// Under one kernel a free lock tells of the end at once; from elsewhere only the time does.
    @Test func aRunOfAnotherNodeLivesAsLongAsItsJournalIsTouched() throws {
        let folder = try TemporaryFolder()
        let fresh = try file(in: folder)
        #expect(!Lease.isHeld(fresh, by: owner(isLocking: true)))
        #expect(Lease.isHeld(fresh, by: owner(boot: "other", isLocking: true)))
        #expect(Lease.isHeld(fresh, by: owner(boot: "other", isLocking: true), locks: Self.invisible))
        let stale = try file(in: folder, age: 121)
        #expect(!Lease.isHeld(stale, by: owner(boot: "other", isLocking: true)))
    }

    @Test func withoutLocksTheProcessAndTheTimeTell() throws {
        let folder = try TemporaryFolder()
        let fresh = try file(in: folder)
        #expect(Lease.isHeld(fresh, by: owner(isLocking: false), locks: Self.unsupported))
        #expect(!Lease.isHeld(fresh, by: owner(isLocking: false, process: deadProcess), locks: Self.unsupported))
        let stale = try file(in: folder, age: 121)
        #expect(!Lease.isHeld(stale, by: owner(isLocking: false), locks: Self.unsupported))
    }

    @Test func aWriterWithoutLocksSaysSo() throws {
        let folder = try TemporaryFolder()
        let writer = try AppendedFile(path: "\(folder.path)/x", locks: Self.unsupported)
        #expect(!writer.isLocked)
    }

    @Test func theStartRecordSaysWhoTrains() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path, first: .pause)
        let run = RunDirectory(path: try #require(tiny.session.waitUntilIdle().runDirectory))
        let summary = try #require(RunSummary(run))
        #expect(summary.state == .running)
        #expect(summary.owner?.process == getpid())
        #expect(summary.owner?.host.isEmpty == false)
        tiny.send(.stepEpoch)
        #expect(throws: (any Error).self) { try ExperimentSource(resuming: run.path) }
        let text = #expect(throws: (any Error).self) { try run.requireIdle() }.map { "\($0)" } ?? ""
        #expect(text.contains("process \(getpid()) on "), "\(text)")
        tiny.send(.stop)
        #expect(throws: Never.self) { try ExperimentSource(resuming: run.path) }
    }

    // MARK: Claims

    private func isMade(_ attempt: ClaimFile.Attempt) -> Bool { if case .made = attempt { true } else { false } }

    @Test(arguments: [true, false]) func oneClaimAtATime(hasLocks: Bool) throws {
        let folder = try TemporaryFolder()
        let locks = hasLocks ? FileLocks.system : Self.unsupported
        let path = "\(folder.path)/claims/point"
        var claim: ClaimFile.Attempt? = try ClaimFile.make(path, locks: locks)
        #expect(claim.map(isMade) == true)
        guard case .refused(let owner) = try ClaimFile.make(path, locks: locks) else {
            Issue.record("the point is taken")
            return
        }
        #expect(owner?.process == getpid())
        claim = nil
        #expect(!FileManager.default.fileExists(atPath: path))
        #expect(isMade(try ClaimFile.make(path, locks: locks)))
    }

    /// Whoever was killed leaves a claim behind; another takes it over once it is certain.
    @Test func anAbandonedClaimIsTakenOver() throws {
        let folder = try TemporaryFolder()
        func leave(_ owner: RunOwner, age: Int) throws -> String {
            let path = try file(in: folder, age: age)
            try JSONEncoder().encode(owner).write(to: URL(fileURLWithPath: path))
            let time = timespec(tv_sec: Foundation.time(nil) - age, tv_nsec: 0)
            #expect(utimensat(AT_FDCWD, path, [time, time], 0) == 0)
            return path
        }
        #expect(isMade(try ClaimFile.make(leave(owner(isLocking: true), age: 0))))
        #expect(!isMade(try ClaimFile.make(leave(owner(boot: "other", isLocking: true), age: 0))))
        #expect(isMade(try ClaimFile.make(leave(owner(boot: "other", isLocking: true), age: 121))))
        let dead = try leave(owner(isLocking: false, process: deadProcess), age: 0)
        #expect(isMade(try ClaimFile.make(dead, locks: Self.unsupported)))
    }

    /// A journal of a version that did not note who trained reads as before.
    @Test func startRecordsOfEarlierVersions() throws {
        let line =
            #"{"batch_size":16,"data":"stripes","epochs":4,"event":"start","experiment":"tiny","kernels":"AVX-512","#
            + #""seed":1,"step":0,"time":"2026-11-24T10:45:00Z","version":"1.0.0"}"#
        let journal = Journal(Array(line.utf8))
        #expect(journal.start?.experiment == "tiny")
        #expect(journal.start?.owner == nil)
        let later =
            #"{"batch_size":16,"data":"stripes","epochs":4,"event":"start","experiment":"tiny","kernels":"AVX-512","#
            + #""owner":{"host":7},"seed":1,"step":0,"time":"2026-11-24T10:45:00Z","version":"9.0.0"}"#
        #expect(Journal(Array(later.utf8)).start != nil, "an owner that cannot be read is none")
    }
}
