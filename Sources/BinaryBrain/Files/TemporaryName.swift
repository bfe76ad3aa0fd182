import Foundation

/// Names of what is still being written, and what becomes of it if its program was killed.
///
/// A temporary file or folder lies beside what it will become, as `.NAME.bbwb-PROCESS-NUMBER`. Its writer holds a lock on it
/// from its first moment on; whoever writes into the same folder later removes those that nobody holds any more.
package enum TemporaryName {
    private static let mark = ".bbwb-"
    /// Names of files have at most 255 bytes; this leaves room for the rest.
    private static let longestName = 150
    /// Between making and locking lies a moment. After this many seconds it is over.
    private static let newbornSeconds = 60

    /// A new temporary path beside `path`.
    package static func beside(_ path: String) -> String {
        let name = String(decoding: FilePath.name(of: path).utf8.prefix(longestName), as: UTF8.self)
        let number = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        return "\(FilePath.folder(of: path))/.\(name)\(mark)\(getpid())-\(number)"
    }

    /// Locks a temporary file or folder that this process has just made.
    static func hold(_ descriptor: Int32) {
        // Without locks (some network file systems) nothing is ever taken for abandoned.
        _ = flock(descriptor, LOCK_EX | LOCK_NB)
    }

    /// The process in a temporary name; nil for any other name.
    static func process(of name: String) -> pid_t? {
        guard name.hasPrefix("."), let mark = name.range(of: mark, options: .backwards) else { return nil }
        let parts = name[mark.upperBound...].split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, UInt64(parts[1], radix: 16) != nil else { return nil }
        return pid_t(parts[0])
    }

    /// Removes from a folder what killed programs have left there. A folder is looked at once in the life of a process.
    package static func removeAbandoned(in folder: String) {
        guard Seen.shared.insert(folder) else { return }
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            guard let process = process(of: name), isAbandoned("\(folder)/\(name)", process) else { continue }
            try? FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        }
    }

    private static func isAbandoned(_ path: String, _ process: pid_t) -> Bool {
        guard process != getpid() else { return false }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
        let isGone = kill(process, 0) != 0 && errno == ESRCH
        return isGone || time(nil) - status.st_mtim.tv_sec > newbornSeconds
    }

    private final class Seen: @unchecked Sendable {
        static let shared = Seen()
        private let lock = NSLock()
        private var folders: Set<String> = []
        func insert(_ folder: String) -> Bool { lock.withLock { folders.insert(folder).inserted } }
    }
}
