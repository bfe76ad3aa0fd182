import BinaryBrain
import CSystem
import Datasets
import Foundation

/// A run that another process trains, as a session that can only be looked at: its snapshots move as those of its owner do.
///
/// It looks at the run's files several times a second, which works over a network file system too, and writes nothing. Curves and
/// log are as new as the files; layers, samples and LUTs are those of the newest checkpoint.
public final class WatchedRun: WorkbenchSession, Sendable {
    private struct Wishes {
        var focus = Focus.overview
        var isEnded = false
    }

    private let publisher: SnapshotPublisher
    private let wishes: Locked<Wishes>
    private let wake = DispatchSemaphore(value: 0)

    /// Milliseconds between two looks.
    private static let interval = 250
    /// Steps down from the priority of training.
    private static let niceness: Int32 = 5

    /// Looks at a run.
    /// - Parameters:
    ///   - loadDataset: finds the data that samples are shown of; nil to follow curves and log alone.
    ///   - onRecord: called for every record of the journal, those of before first.
    /// - Throws: `BrainError` or `SpecificationError` if the folder holds no run.
    public convenience init(
        _ directory: RunDirectory,
        loadDataset: (@Sendable (ExperimentSpec) throws -> Dataset)? = { try $0.loadUnsplitDataset() },
        onRecord: (@Sendable (JournalRecord) -> Void)? = nil
    ) throws {
        let text = String(decoding: try AtomicFile.read(directory.specPath), as: UTF8.self)
        let spec = try ExperimentSpec(yaml: text, source: directory.specPath)
        self.init(of: spec, loadDataset: loadDataset, onRecord: onRecord) { directory }
    }

    /// Waits for a run to begin, and looks at it.
    /// - Parameter find: the run; nil while it has not begun. Throws if it never will.
    init(
        of spec: ExperimentSpec, loadDataset: (@Sendable (ExperimentSpec) throws -> Dataset)?,
        onRecord: (@Sendable (JournalRecord) -> Void)?, find: @escaping @Sendable () throws -> RunDirectory?
    ) {
        var first = Snapshot(of: spec)
        first.watched = WatchedSnapshot(state: .running)
        publisher = SnapshotPublisher(first)
        wishes = Locked(Wishes())
        let thread = Thread { [publisher, wishes, wake] in
            _ = bb_set_thread_niceness(Self.niceness)
            Parallel.withoutHelpers {
                Self.follow(spec, loadDataset, onRecord, find, publisher, wishes, wake)
            }
        }
        thread.name = "bbwb-watch"
        thread.stackSize = 8 << 20
        thread.start()
    }

    deinit { end(saving: false) }

    private static func follow(
        _ spec: ExperimentSpec, _ loadDataset: (@Sendable (ExperimentSpec) throws -> Dataset)?,
        _ onRecord: (@Sendable (JournalRecord) -> Void)?, _ find: () throws -> RunDirectory?,
        _ publisher: SnapshotPublisher, _ wishes: Locked<Wishes>, _ wake: DispatchSemaphore
    ) {
        var follower: RunFollower?
        while true {
            let wish = wishes.withLock { $0 }
            if wish.isEnded { return }
            do {
                if follower == nil {
                    follower = try find().map {
                        RunFollower($0, spec: spec, loadDataset: loadDataset, onRecord: onRecord)
                    }
                }
            } catch {
                return publisher.update { snapshot in
                    snapshot.state = .failed("\(error)")
                    return true
                }
            }
            if let follower {
                if follower.look() { publisher.publish(unlessStopped: follower.snapshot) }
                if follower.lookAtNet(for: wish.focus) { publisher.publish(unlessStopped: follower.snapshot) }
            }
            _ = wake.wait(timeout: .now() + .milliseconds(interval))
        }
    }

    /// The newest snapshot.
    public var snapshot: Snapshot { publisher.snapshot }
    /// Readable when there is a newer snapshot.
    public var changeDescriptor: Int32 { publisher.descriptor }

    /// Does nothing: the run is another's.
    public func send(_ command: Command) {}

    /// Looks no longer; the run goes on.
    public func end(saving: Bool, orStay: Bool) {
        wishes.withLock { $0.isEnded = true }
        wake.signal()
        publisher.update { snapshot in
            defer { snapshot.state = .stopped }
            return snapshot.state != .stopped
        }
    }

    /// Says what somebody looks at now.
    public func look(at focus: Focus) {
        wishes.withLock { $0.focus = focus }
        wake.signal()
    }
}

extension SnapshotPublisher {
    /// Whoever has gone is told nothing more.
    fileprivate func publish(unlessStopped next: Snapshot) {
        update { snapshot in
            guard snapshot.state != .stopped else { return false }
            snapshot = next
            return true
        }
    }
}
