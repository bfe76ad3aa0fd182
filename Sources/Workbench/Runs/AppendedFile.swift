import BinaryBrain
import Foundation

/// A file that grows by whole units: a reader, or a crash, never sees a part of one followed by another.
///
/// A unit that the disk has no room for waits in memory and is written, in its place, once there is room again. While the file
/// is open it is locked, which tells `isInUse` that its writer is alive.
final class AppendedFile {
    private let descriptor: Int32
    private let path: String
    private let limit: Int
    /// Units that are not in the file yet, one after another.
    private var waiting: [UInt8] = []
    /// Their sizes.
    private var sizes: [Int] = []

    /// Opens the file, making it if it is not there.
    /// - Parameter limit: bytes that may wait; what comes after that is lost.
    init(path: String, limit: Int = .max) throws {
        self.path = path
        self.limit = limit
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemFailure.error("opening \(path)", code: errno) }
        // Some network file systems have no locks; then nobody can tell a running run from a crashed one.
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
    }

    deinit { close(descriptor) }

    /// Adds a unit behind all that wait, without writing it yet.
    func add(_ unit: [UInt8]) {
        guard unit.count <= limit - waiting.count else { return }
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

    /// Whether a process has the file open for appending.
    static func isInUse(_ path: String) -> Bool {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        // Closing gives the lock back, if it was free.
        defer { close(descriptor) }
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK
    }
}
