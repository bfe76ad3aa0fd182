import Foundation

/// Calls back a few times a second for as long as there is work, from a thread of its own: the one that works has no time to.
final class WorkTicker: Sendable {
    private static let interval = DispatchTimeInterval.milliseconds(250)
    private let timer = Locked<(any DispatchSourceTimer)?>(nil)
    private let queue = DispatchQueue(label: "bbwb.ticker", qos: .userInitiated)
    private let tick: @Sendable () -> Void

    init(_ tick: @escaping @Sendable () -> Void) { self.tick = tick }

    deinit { stop() }

    /// Begins to call.
    func start() {
        timer.withLock { timer in
            guard timer == nil else { return }
            let new = DispatchSource.makeTimerSource(queue: queue)
            new.schedule(deadline: .now() + Self.interval, repeating: Self.interval)
            new.setEventHandler { [tick] in tick() }
            new.resume()
            timer = new
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
