import CSystem
import Foundation
import Synchronization

/// How long it takes for one thread to see what another has written.
enum HandOff {
    /// A number that two threads raise in turn.
    private final class Ball: Sendable {
        let value = Atomic<Int>(0)
        let isOver = DispatchSemaphore(value: 0)
    }

    private static let rounds = 2000
    private static let repetitions = 15

    /// Seconds of one hand-off, the median of several rallies; nil if there is but one core.
    static func measure() -> Double? {
        guard ProcessInfo.processInfo.activeProcessorCount > 1 else { return nil }
        let ball = Ball()
        let last = 2 * rounds * repetitions
        let thread = Thread {
            for turn in stride(from: 1, to: last, by: 2) {
                while ball.value.load(ordering: .acquiring) != turn { bb_spin_hint() }
                ball.value.store(turn + 1, ordering: .releasing)
            }
            ball.isOver.signal()
        }
        thread.start()
        var times: [Double] = []
        for repetition in 0..<repetitions {
            times.append(
                Stopwatch.once {
                    for round in 0..<rounds {
                        let turn = 2 * (repetition * rounds + round)
                        while ball.value.load(ordering: .acquiring) != turn { bb_spin_hint() }
                        ball.value.store(turn + 1, ordering: .releasing)
                    }
                })
        }
        ball.isOver.wait()
        return times.sorted()[repetitions / 2] / Double(2 * rounds)
    }
}
