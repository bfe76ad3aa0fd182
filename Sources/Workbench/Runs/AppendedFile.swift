import BinaryBrain
import Foundation

/// A file that grows by whole units: a reader, or a crash, never sees a part of one followed by another.
///
/// A unit that the disk has no room for waits in memory and is written, in its place, once there is room again. While the file
/// is open it is locked and, if asked for, touched now and then, which tells others that its writer is alive (`Lease`).
final class AppendedFile {
    private let descriptor: Int32
    private let path: String
    private let limit: Int
    /// Units that are not in the file yet, one after another.
    private var waiting: [UInt8] = []
    /// Their sizes.
    private var sizes: [Int] = []
    /// Whether units were lost for good.
    private var hasLost = false
    /// Whether the lock could be taken. Some network file systems have none.
    let isLocked: Bool
    private let lease: Lease.Keeper?
    /// Why the file lacks something; nil if it is complete.
    private(set) var failure: BrainError?

    /// Opens the file, making it if it is not there.
    /// - Parameters:
    ///   - limit: bytes that may wait; what comes after that is lost.
    ///   - isLeased: whether others may want to know that its writer is alive.
    init(path: String, limit: Int = .max, isLeased: Bool = false, locks: FileLocks = .system) throws {
        self.path = path
        self.limit = limit
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemFailure.error("opening \(path)", code: errno) }
        isLocked = if case .taken = locks.attempt(descriptor) { true } else { false }
        lease = isLeased ? Lease.Keeper(descriptor) : nil
    }

    deinit { close(descriptor) }

    /// Adds a unit behind all that wait, without writing it yet.
    func add(_ unit: [UInt8]) {
        guard unit.count <= limit - waiting.count else {
            hasLost = true
            return
        }
        waiting += unit
        sizes.append(unit.count)
    }

    /// Appends a unit, after all that still wait.
    /// - Throws: `BrainError` if it has to wait.
    func append(_ unit: [UInt8]) throws {
        add(unit)
        try flush()
    }

    /// Writes what waits. If the disk takes only a part, whole units of it stay in the file, and the rest waits on.
    func flush() throws {
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
    func sync() throws {
        try flush()
        // Some file systems cannot; what they keep is theirs to say.
        guard fsync(descriptor) == 0 || errno == EINVAL || errno == EROFS else {
            let error = SystemFailure.error("writing \(path)", code: errno)
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
        let size = lseek(descriptor, 0, SEEK_END)
        let written = waiting.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
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
            ftruncate(descriptor, size + off_t(whole))
            waiting.removeFirst(whole)
            sizes.removeFirst(units)
        }
        throw SystemFailure.error("writing \(path)", code: code)
    }
}
