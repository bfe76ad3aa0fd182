import Foundation

/// A file that grows by whole units: a reader, or a crash, never sees a part of one followed by another.
///
/// A unit that the disk has no room for waits in memory and is written, in its place, once there is room again. While the file
/// is open it is locked, which tells others that its writer is alive.
package final class AppendedFile {
    /// The open file.
    package let descriptor: Int32
    private let path: String
    private let limit: Int
    /// Units that are not in the file yet, one after another.
    private var waiting: [UInt8] = []
    /// Their sizes.
    private var sizes: [Int] = []
    /// Where the file's whole units end, if a part of another stands behind them that could not be taken away.
    private var tornAt: off_t?

    /// Whether units were lost for good.
    private var hasLost = false
    /// Whether the lock could be taken. Some network file systems have none.
    package let isLocked: Bool
    /// Why the file lacks something; nil if it is complete.
    package private(set) var failure: BrainError?

    /// Opens the file, making it if it is not there.
    /// - Parameter limit: bytes that may wait; what comes after that is lost.
    package init(path: String, limit: Int = .max, locks: FileLocks = .system) throws {
        self.path = path
        self.limit = limit
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw SystemFailure.error("opening \(path)") }
        isLocked = if case .taken = locks.attempt(descriptor) { true } else { false }
    }

    deinit {
        // The keeper's copy of the descriptor is closed a little later, and would hold the lock until then.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Adds a unit behind all that wait, without writing it yet.
    package func add(_ unit: [UInt8]) {
        guard unit.count <= limit - waiting.count else {
            hasLost = true
            return
        }
        waiting += unit
        sizes.append(unit.count)
    }

    /// Appends a unit, after all that still wait.
    /// - Throws: `BrainError` if it has to wait.
    package func append(_ unit: [UInt8]) throws {
        add(unit)
        try flush()
    }

    /// Writes what waits. If the disk takes only a part, whole units of it stay in the file, and the rest waits on.
    package func flush() throws {
        do {
            try writeWaiting()
            try requireName()
            failure = hasLost ? SystemFailure.error("writing \(path)", code: ENOSPC) : nil
        } catch let error as BrainError {
            failure = error
            throw error
        }
    }

    /// Has the disk confirm what was written.
    package func sync() throws {
        try flush()
        // Some file systems cannot; what they keep is theirs to say.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
            let error = SystemFailure.error("writing \(path)")
            failure = error
            throw error
        }
    }

    /// A file that was deleted can still be written, and nobody will ever read it.
    private func requireName() throws {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_nlink == 0 else { return }
        throw BrainError(
            .io, what: "writing \(path)", why: "it was deleted while it was in use",
            remedy: "leave the folder of a run alone while it trains")
    }

    private func writeWaiting() throws {
        guard !waiting.isEmpty else { return }
        try mend()
        let end = lseek(descriptor, 0, SEEK_END)
        guard end >= 0 else { throw SystemFailure.error("writing \(path)") }
        var written = -1
        repeat {
            written = waiting.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        } while written < 0 && errno == EINTR
        if written == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            sizes.removeAll(keepingCapacity: true)
            return
        }
        let code = written < 0 ? errno : ENOSPC
        if written > 0 {
            var whole = 0
            var units = 0
            while whole + sizes[units] <= written {
                whole += sizes[units]
                units += 1
            }
            waiting.removeFirst(whole)
            sizes.removeFirst(units)
            if whole < written { tornAt = end + off_t(whole) }
            try? mend()
        }
        throw SystemFailure.error("writing \(path)", code: code)
    }

    /// Takes away the part of a unit at the end. Nothing may follow it as long as that fails.
    private func mend() throws {
        guard let end = tornAt else { return }
        guard ftruncate(descriptor, end) == 0 else { throw SystemFailure.error("writing \(path)") }
        tornAt = nil
    }
}
