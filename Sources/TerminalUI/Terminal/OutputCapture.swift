import CSystem
import Foundation
import Glibc

/// Takes standard output and standard error away from whatever prints there while the picture is on the screen. The lines are
/// read from a pipe and shown in the log.
@MainActor
final class OutputCapture {
    /// Where the pipe is read; becomes readable when something was printed.
    let readDescriptor: Int32
    /// The standard error of before.
    let savedError: Int32
    private let savedOutput: Int32
    private var partial: [UInt8] = []
    private var isActive = true
    private static let longestLine = 4096

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw TerminalError(
                what: "workbench",
                why: "no pipe could be made for captured output (\(String(cString: strerror(errno))))",
                remedy: "close other files or raise the limit (ulimit -n)")
        }
        fflush(nil)
        readDescriptor = ends[0]
        savedOutput = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        savedError = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)
        // Neither end blocks: a library that prints more than the pipe holds loses lines rather than stop the picture.
        for end in ends {
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        dup2(ends[1], STDOUT_FILENO)
        dup2(ends[1], STDERR_FILENO)
        close(ends[1])
    }

    /// The lines that are complete by now.
    func drain() -> [String] {
        fflush(nil)
        var lines: [String] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(readDescriptor, &buffer, buffer.count)
            guard count > 0 else { break }
            for byte in buffer[..<count] {
                if byte == UInt8(ascii: "\n") || partial.count >= Self.longestLine {
                    lines.append(String(decoding: partial, as: UTF8.self))
                    partial = []
                }
                if byte != UInt8(ascii: "\n") { partial.append(byte) }
            }
        }
        return lines
    }

    /// Gives standard output and standard error back.
    func end() {
        guard isActive else { return }
        isActive = false
        fflush(nil)
        dup2(savedOutput, STDOUT_FILENO)
        dup2(savedError, STDERR_FILENO)
        for descriptor in [savedOutput, savedError, readDescriptor] { close(descriptor) }
    }
}
