import Foundation

/// Tells whether the process that holds a file (a run's journal, a claim on a point of a sweep) is at it.
///
/// The holder keeps the file locked, and touches it now and then for those whom the lock does not reach: other nodes of a cluster,
/// or everyone where the file system has no locks.
package enum Lease {
    /// How often a holder touches its file, in seconds.
    package static let touchInterval = 30
    /// A file that nobody has touched for so long, in seconds, is abandoned.
    package static let lifetime: TimeInterval = 120
    /// Clocks of different machines differ by less than this, in seconds.
    private static let clockTolerance: TimeInterval = 86_400

    /// Whether `owner` still holds the file.
    /// - Parameter owner: nil for a file of a version that did not note it; only the lock tells then.
    package static func isHeld(_ path: String, by owner: RunOwner?, locks: FileLocks = .system) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        // Closing gives the lock back, if it was free.
        defer { close(descriptor) }
        if case .refused = locks.attempt(descriptor, isShared: true) { return true }
        guard let owner else { return false }
        return isTouched(path, descriptor, by: owner)
    }

    /// Whether the owner of a file whose lock is free is at it all the same.
    static func isTouched(_ path: String, _ descriptor: Int32, by owner: RunOwner) -> Bool {
        // Under one kernel a free lock says that whoever has taken it has ended, however recently.
        if owner.isLocking, owner.sharesKernel { return false }
        return !owner.hasEnded && isFresh(path, descriptor)
    }

    /// Whether a file was touched lately.
    static func isFresh(_ path: String, _ descriptor: Int32) -> Bool {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        let touched = time(status)
        guard Date().timeIntervalSince1970 - touched < lifetime + clockTolerance else { return false }
        return now(besides: path) - touched < lifetime
    }

    /// The time by the clock of the file system that holds `path`: the local one may be wrong by more than a lease lasts.
    private static func now(besides path: String) -> TimeInterval {
        let probe = "\(FilePath.folder(of: path))/.clock-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
        let descriptor = open(probe, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        // Where nothing can be written the local clock must do.
        guard descriptor >= 0 else { return Date().timeIntervalSince1970 }
        defer {
            close(descriptor)
            unlink(probe)
        }
        var status = stat()
        return fstat(descriptor, &status) == 0 ? time(status) : Date().timeIntervalSince1970
    }

    private static func time(_ status: stat) -> TimeInterval {
        TimeInterval(status.st_mtim.tv_sec) + TimeInterval(status.st_mtim.tv_nsec) * 1e-9
    }

    /// Touches an open file now and then, until it is let go.
    package final class Keeper {
        private let timer: any DispatchSourceTimer

        /// - Parameter descriptor: the file; the keeper uses a copy of it.
        package init(_ descriptor: Int32) {
            let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
            timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
            timer.schedule(
                deadline: .now() + .seconds(touchInterval), repeating: .seconds(touchInterval), leeway: .seconds(1))
            // By the clock of the file system.
            timer.setEventHandler { futimens(copy, nil) }
            timer.setCancelHandler { close(copy) }
            timer.resume()
        }

        deinit { timer.cancel() }
    }
}
