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
    /// Signals that are out of the pipe and not drained.
    private var waiting: [Int32] = []

    init() throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw TerminalError(
                what: "workbench", why: "no pipe could be made for signals (\(String(cString: strerror(errno))))",
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

    /// Whether signals wait to be drained.
    var areWaiting: Bool {
        var source = pollfd(fd: readDescriptor, events: Int16(POLLIN), revents: 0)
        return !waiting.isEmpty || poll(&source, 1, 0) > 0
    }

    /// The signals that came since the last call, in order, without requests to stop that are over.
    func drain() -> [Int32] {
        take()
        defer { waiting = [] }
        return Self.withoutPastStops(waiting)
    }

    /// A process is stopped until it is continued, however often it is told to stop: a SIGTSTP before a SIGCONT has had its time, as it
    /// has where the kernel carries it out, and of several one counts. Obeyed late, it would stop a process that nobody continues.
    nonisolated static func withoutPastStops(_ signals: [Int32]) -> [Int32] {
        let continued = signals.lastIndex(of: SIGCONT) ?? -1
        let stop = signals.lastIndex(of: SIGTSTP)
        return signals.enumerated().filter { $1 != SIGTSTP || $0 == stop && $0 > continued }.map(\.element)
    }

    /// Takes what came out of the pipe.
    private func take() {
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = read(readDescriptor, &buffer, buffer.count)
        if count > 0 { waiting += buffer[..<count].map { Int32($0) } }
    }

    /// How many signals wait, to be handed to `stopHere`.
    func waitingCount() -> Int {
        take()
        return waiting.count
    }

    /// Stops this process's group as ctrl-z in a shell does, and returns when it is continued; at once if it has been told to go on since
    /// so many signals were waiting.
    func stopHere(after count: Int) {
        take()
        guard !waiting.dropFirst(count).contains(SIGCONT) else { return }
        var ignored = sigaction()
        var plain = sigaction()
        sigemptyset(&plain.sa_mask)
        sigaction(SIGTSTP, &plain, nil)
        kill(0, SIGTSTP)
        Self.install(SIGTSTP, keeping: &ignored)
    }

    /// Whether somebody has asked for the end; the request goes on waiting.
    func isStopWaiting() -> Bool {
        if areWaiting { take() }
        return waiting.contains(where: StopRequests.signals.contains)
    }

    /// Runs `body` while another program has the terminal: ctrl-c is meant for that, and ctrl-z stops both.
    func leaveToAnother(_ body: () -> Void) {
        let handlers: [(signal: Int32, handler: sighandler_t?)] = [
            (SIGINT, SIG_IGN), (SIGQUIT, SIG_IGN), (SIGTSTP, SIG_DFL),
        ]
        var before: [(signal: Int32, action: sigaction)] = []
        for (signal, handler) in handlers {
            var (action, old) = (sigaction(), sigaction())
            action.__sigaction_handler.sa_handler = handler
            sigemptyset(&action.sa_mask)
            sigaction(signal, &action, &old)
            before.append((signal, old))
        }
        body()
        for (signal, action) in before {
            var old = action
            sigaction(signal, &old, nil)
        }
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
