import BinaryBrain
import Foundation
import Workbench

/// Ends the program in order when a signal asks for it (`StopRequests`): whoever has something to save does so, everyone else
/// leaves at once with status 130 and nothing unfinished behind.
enum Interruption {
    private final class State: @unchecked Sendable {
        private let lock = NSLock()
        private var requests = StopRequests()
        private var handlers: [@Sendable () -> Void] = []

        var hasHappened: Bool { lock.withLock { requests.isMade } }

        func receive(_ signal: Int32) {
            let (answer, handler) = lock.withLock { (requests.receive(signal), handlers.last) }
            switch answer {
            case .stop: if let handler { handler() } else { leave() }
            case .goOn: break
            case .abandon: leave()
            }
        }

        func push(_ handler: @escaping @Sendable () -> Void) {
            let isLate = lock.withLock {
                handlers.append(handler)
                return requests.isMade
            }
            if isLate { handler() }
        }

        func pop() { lock.withLock { _ = handlers.popLast() } }

    }

    private static let state = State()

    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        sigaction(signal, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Listens from now on to the signals that are not ignored already, as by nohup.
    static func begin() {
        var ends: [Int32] = [-1, -1]
        // Without a pipe, signals do what they do by default.
        guard pipe(&ends) == 0 else { return }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        signalDescriptor = ends[1]
        for number in StopRequests.signals {
            guard !isIgnored(number) else { continue }
            var action = sigaction()
            action.__sigaction_handler.sa_handler = noteSignal
            action.sa_flags = SA_RESTART
            sigemptyset(&action.sa_mask)
            sigaction(number, &action, nil)
        }
        // The runtime would take it for a crash, look at all threads for a quarter of a minute, and go on.
        if !isIgnored(SIGQUIT) { signal(SIGQUIT, SIG_DFL) }
        let (reader, state) = (ends[0], state)
        let thread = Thread {
            var byte: UInt8 = 0
            while read(reader, &byte, 1) != 0 { if byte != 0 { state.receive(Int32(byte)) } }
        }
        thread.name = "bbwb.signals"
        thread.start()
    }

    /// Ends the program at once, from any thread, without what is unfinished.
    static func leave() -> Never {
        UnfinishedFiles.removeForGood()
        Console.leave(StopRequests.exitStatus)
    }

    /// Whether the end was asked for.
    static var hasHappened: Bool { state.hasHappened }

    /// Runs `body`; a request to stop calls `handler`, once, on another thread or at once if it has come already, instead of
    /// ending the program.
    static func handled<Result>(
        by handler: @escaping @Sendable () -> Void, _ body: () throws -> Result
    ) rethrows -> Result {
        handle(by: handler)
        defer { endHandling() }
        return try body()
    }

    /// As `handled`, until `endHandling`.
    static func handle(by handler: @escaping @Sendable () -> Void) { state.push(handler) }

    /// Gives requests back to whoever handled them before.
    static func endHandling() { state.pop() }
}

/// Set before the handlers are installed.
private nonisolated(unsafe) var signalDescriptor: Int32 = -1

private func noteSignal(_ signal: Int32) {
    let saved = errno
    var byte = UInt8(truncatingIfNeeded: signal)
    _ = write(signalDescriptor, &byte, 1)
    errno = saved
}
