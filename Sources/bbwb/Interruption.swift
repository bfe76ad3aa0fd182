import Dispatch
import Foundation

/// Turns the first SIGINT or SIGTERM into an orderly end; a second one ends the program at once.
final class Interruption {
    private final class Count: @unchecked Sendable {
        private let lock = NSLock()
        private var value = 0
        func increment() -> Int {
            lock.withLock {
                value += 1
                return value
            }
        }
        var current: Int { lock.withLock { value } }
    }

    private static let signals = [SIGINT, SIGTERM]
    private let count = Count()
    private let sources: [any DispatchSourceSignal]

    /// Calls `handler` once, on another thread, when one of the signals comes.
    init(_ handler: @escaping @Sendable () -> Void) {
        let queue = DispatchQueue(label: "bbwb.signals")
        let count = self.count
        sources = Self.signals.map { number in
            // The source only hears of signals that do not end the program first.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { if count.increment() == 1 { handler() } else { _exit(128 + number) } }
            source.resume()
            return source
        }
    }

    /// Whether a signal has come.
    var hasHappened: Bool { count.current > 0 }

    /// Gives the signals back their usual effect.
    func end() {
        for source in sources { source.cancel() }
        for number in Self.signals { signal(number, SIG_DFL) }
    }
}
