import BinaryBrain
import CSystem
import Foundation

/// Reads and replays past runs, and checks drafts of experiments, on a thread of its own, so that whoever shows them never waits for a
/// disk or for a net to be built.
public final class RunBrowser: Sendable {
    /// How far a replay has come.
    public enum ReplayState: Sendable, Equatable {
        /// At this step of so many.
        case running(step: Int, of: Int)
        /// Every bit came out again: epochs and states compared.
        case identical(comparisons: Int)
        /// It did not; the text says where.
        case different(String)
        /// It could not be done; the text says why.
        case failed(String)
    }

    /// What is known so far.
    public struct Contents: Sendable {
        /// The runs, the newest first; nil before the first look.
        public var runs: [RunSummary]?
        /// Runs that were opened, by path.
        public var opened: [String: Snapshot] = [:]
        /// How far those had come when, by path; none for a run that has not done an epoch.
        public var timelines: [String: RunTimeline] = [:]
        /// Why a run could not be opened, by path.
        public var failures: [String: String] = [:]
        /// Replays, by path.
        public var replays: [String: ReplayState] = [:]

        /// What came of the draft that was checked last.
        public var draft: DraftReport?

        /// Nothing.
        public init() {}
    }

    private struct Pending {
        var contents = Contents()
        var isListing = false
        /// The draft to be checked next.
        var draft: ExperimentDraft?
    }

    /// Readable when there is news; read it to reset it. -1 if the system has no descriptor left.
    public let changeDescriptor: Int32
    private let pending = Locked(Pending())
    private let queue = WorkQueue(label: "bbwb.runs", niceness: 2)

    /// A browser that has seen nothing yet.
    public init() { changeDescriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC)) }

    deinit { if changeDescriptor >= 0 { close(changeDescriptor) } }

    /// What is known now.
    public var contents: Contents { pending.withLock { $0.contents } }

    private func update(_ change: (inout Contents) -> Void) {
        pending.withLock { change(&$0.contents) }
        eventfd_write(changeDescriptor, 1)
    }

    /// Looks at a folder of runs anew.
    public func list(_ store: RunStore) {
        let isFirst = pending.withLock { pending in
            defer { pending.isListing = true }
            return !pending.isListing
        }
        guard isFirst else { return }
        queue.async { [self] in
            pending.withLock { $0.isListing = false }
            let runs = store.runs()
            update { $0.runs = runs }
        }
    }

    /// Checks a draft; one that another has followed before its turn is left out.
    public func check(_ draft: ExperimentDraft) {
        let isFirst = pending.withLock { pending in
            defer { pending.draft = draft }
            return pending.draft == nil
        }
        guard isFirst else { return }
        queue.async { [self] in
            let newest = pending.withLock { pending in
                defer { pending.draft = nil }
                return pending.draft
            }
            guard let newest else { return }
            let report = DraftReport(of: newest)
            update { $0.draft = report }
        }
    }

    /// Reads the curves of a run.
    public func open(_ path: String) {
        queue.async { [self] in
            do {
                let directory = RunDirectory(path: path)
                let snapshot = try Snapshot(ofRun: directory)
                let timeline = RunTimeline(directory)
                update {
                    $0.opened[path] = snapshot
                    $0.timelines[path] = timeline
                    $0.failures[path] = nil
                }
            } catch {
                update { $0.failures[path] = String(describing: error) }
            }
        }
    }

    /// Replays a run, without taking the training's threads.
    public func replay(_ path: String) {
        let thread = Thread { [self] in
            _ = bb_set_thread_niceness(Self.niceness)
            Parallel.withoutHelpers { runReplay(path) }
        }
        thread.name = "bbwb-replay"
        update { $0.replays[path] = .running(step: 0, of: 0) }
        thread.start()
    }

    /// Steps down from the priority of training.
    private static let niceness: Int32 = 10
    /// Mini-batches between two notices.
    private static let progressInterval = 8

    private func runReplay(_ path: String) {
        do {
            let replay = try Replay(RunDirectory(path: path))
            let last = replay.lastStep
            let outcome = try replay.run { step in
                guard step % Self.progressInterval == 0 else { return }
                update { $0.replays[path] = .running(step: step, of: last) }
            }
            let result: ReplayState
            if outcome.isIdentical {
                result = .identical(comparisons: outcome.comparisons.count)
            } else if let first = outcome.firstDifference {
                result = .different("the \(first.subject.rawValue) at step \(first.step) came out differently")
            } else {
                result = .different("the run recorded no state to compare with")
            }
            update { $0.replays[path] = result }
        } catch {
            update { $0.replays[path] = .failed(String(describing: error)) }
        }
    }
}
