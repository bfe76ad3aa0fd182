import Foundation

/// Calls back a few times a second for as long as there is work, from a thread of its own: the one that works has no time to.
final class WorkTicker: Sendable {
    private static let interval = DispatchTimeInterval.milliseconds(250)
    private let timer = Locked<(any DispatchSourceTimer)?>(nil)
    private let queue = WorkQueue(label: "bbwb.ticker")
    private let tick: @Sendable () -> Void

    init(_ tick: @escaping @Sendable () -> Void) { self.tick = tick }

    deinit { stop() }

    /// Begins to call.
    func start() {
        timer.withLock { timer in
            guard timer == nil else { return }
            timer = queue.timer(every: Self.interval) { [tick] in tick() }
        }
    }

    /// Calls no more.
    func stop() {
        timer.withLock { timer in
            timer?.cancel()
            timer = nil
        }
    }
}
