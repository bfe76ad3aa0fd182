import BinaryBrain
import Foundation

/// Appends lines to a journal. Each line is one write to a file opened for appending, so a reader, or a crash, never sees
/// two lines mixed.
final class JournalFile {
    private let descriptor: Int32
    private let path: String

    /// Opens the file, making it if it is not there.
    init(path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemFailure.error("opening \(path)", code: errno) }
    }

    deinit { close(descriptor) }

    /// Appends a line.
    func append(_ line: String) throws {
        let bytes = Array((line + "\n").utf8)
        let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == bytes.count else {
            // A part of a line is worse than none: the next line must start afresh.
            let code = written < 0 ? errno : ENOSPC
            if written > 0 { _ = "\n".withCString { write(descriptor, $0, 1) } }
            throw SystemFailure.error("writing \(path)", code: code)
        }
    }
}

/// Errors of the operating system in this project's words.
enum SystemFailure {
    static func error(_ what: String, code: Int32) -> BrainError {
        let remedy: String
        switch code {
        case ENOSPC, EDQUOT: remedy = "free some space on that disk"
        case EACCES, EPERM, EROFS: remedy = "choose a folder that you may write to, with --out"
        case ENOENT: remedy = "check the path"
        default: remedy = "check the path and the disk"
        }
        return BrainError(.io, what: what, why: String(cString: strerror(code)), remedy: remedy)
    }
}
