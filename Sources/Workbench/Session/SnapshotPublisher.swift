import CSystem
import Foundation

/// Hands the newest snapshot from the engine to whoever draws it: the latest wins, and an eventfd says that it is there.
final class SnapshotPublisher: Sendable {
    /// Readable when there is a snapshot that nobody has been told of; -1 if the system has no descriptor left.
    let descriptor: Int32
    private let latest: Locked<Snapshot>

    init(_ first: Snapshot) {
        latest = Locked(first)
        descriptor = eventfd(1, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    var snapshot: Snapshot { latest.withLock { $0 } }

    func publish(_ snapshot: Snapshot) {
        update {
            $0 = snapshot
            return true
        }
    }

    /// Changes the newest snapshot, unless `change` says that there is nothing to change.
    func update(_ change: (inout Snapshot) -> Bool) {
        guard latest.withLock(change) else { return }
        // Fails only when the counter is full, and then it is readable anyway.
        eventfd_write(descriptor, 1)
    }
}
