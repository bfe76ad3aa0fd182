import CSystem
import Glibc
import Workbench

/// Turns signals into bytes that the main loop reads: a handler may do nothing else.
@MainActor
final class SignalPipe {
    /// Those that end the workbench, after saving, and those of the terminal.
    private static let watched = StopRequests.signals + [SIGWINCH, SIGTSTP, SIGCONT]

    /// Readable when a signal came.
    let readDescriptor: Int32
    private let writeDescriptor: Int32
    private var previous: [(signal: Int32, action: sigaction)] = []

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw TerminalError(
                what: "workbench", why: "no pipe for signals (\(String(cString: strerror(errno))))",
                remedy: "close other files or raise the limit (ulimit -n)")
        }
        for end in ends {
            _ = fcntl(end, F_SETFL, fcntl(end, F_GETFL) | O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        readDescriptor = ends[0]
        writeDescriptor = ends[1]
        signalDescriptor = ends[1]
        for signal in Self.watched {
            var old = sigaction()
            Self.install(signal, keeping: &old)
            previous.append((signal, old))
        }
    }

    /// The signals that came since the last call, in order.
    func drain() -> [Int32] {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(readDescriptor, &buffer, buffer.count)
        return count > 0 ? buffer[..<count].map { Int32($0) } : []
    }

    /// Stops this process's group as ctrl-z in a shell does, and returns when it is continued.
    func stopHere() {
        var ignored = sigaction()
        var plain = sigaction()
        sigemptyset(&plain.sa_mask)
        sigaction(SIGTSTP, &plain, nil)
        kill(0, SIGTSTP)
        Self.install(SIGTSTP, keeping: &ignored)
    }

    /// Restores the handlers of before.
    func end() {
        for (signal, action) in previous {
            var old = action
            sigaction(signal, &old, nil)
        }
        previous = []
        signalDescriptor = -1
        close(readDescriptor)
        close(writeDescriptor)
    }

    private static func install(_ signal: Int32, keeping old: inout sigaction) {
        var action = sigaction()
        action.__sigaction_handler.sa_handler = noteSignal
        action.sa_flags = SA_RESTART
        sigemptyset(&action.sa_mask)
        sigaction(signal, &action, &old)
    }
}

/// Set before the handlers are installed; -1 makes the write fail harmlessly.
private nonisolated(unsafe) var signalDescriptor: Int32 = -1

private func noteSignal(_ signal: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(signalDescriptor, &byte, 1)
    errno = saved
}
