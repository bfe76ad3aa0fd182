import Dispatch
import Foundation

/// Turns the first SIGINT or SIGTERM into an orderly end; a second one ends the program at once.
final class Interruption {
    /// How often a signal has come, and what the first is to do.
    private final class State: @unchecked Sendable {
        private let lock = NSLock()
        private var count = 0
        private var handler: (@Sendable () -> Void)?

        /// Counts a signal. The first one runs the handler, if there is one.
        func signal() -> Int {
            let (count, handler) = lock.withLock {
                self.count += 1
                return (self.count, self.handler)
            }
            if count == 1 { handler?() }
            return count
        }

        /// Sets the handler, and runs it if the signal has come already.
        func handle(_ newHandler: (@Sendable () -> Void)?) {
            let isLate = lock.withLock {
                handler = newHandler
                return count > 0
            }
            if isLate { newHandler?() }
        }

        var hasHappened: Bool { lock.withLock { count > 0 } }
    }

    private static let signals = [SIGINT, SIGTERM]
    private let state = State()
    private let sources: [any DispatchSourceSignal]

    /// Waits for the signals. `handler` is as `handle` takes it; without one the first signal is only remembered.
    init(_ handler: (@Sendable () -> Void)? = nil) {
        state.handle(handler)
        let queue = DispatchQueue(label: "bbwb.signals")
        let state = state
        sources = Self.signals.map { number in
            // The source only hears of signals that do not end the program first.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { if state.signal() > 1 { _exit(128 + number) } }
            source.resume()
            return source
        }
    }

    /// Calls `handler` once, perhaps on another thread, when one of the signals comes, or at once if it has come.
    func handle(_ handler: @escaping @Sendable () -> Void) { state.handle(handler) }

    /// Remembers signals again, without doing anything.
    func ignore() { state.handle(nil) }

    /// Whether a signal has come.
    var hasHappened: Bool { state.hasHappened }

    /// Gives the signals back their usual effect.
    func end() {
        for source in sources { source.cancel() }
        for number in Self.signals { signal(number, SIG_DFL) }
    }
}
