import Foundation

/// How long each block of each loop takes on one thread: what more threads could share, and what they could not.
package final class LoopRecorder: @unchecked Sendable {
    private let lock = NSLock()
    private var recorded: [[Double]] = []

    /// Nothing recorded yet.
    package init() {}

    /// Seconds of each block of each loop that had several, in order.
    package var loops: [[Double]] { lock.withLock { recorded } }

    /// Processor seconds of the present thread so far: what others do on the machine is not in them.
    package static var threadSeconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    /// Runs `body` with its loops on this thread only, and records them.
    package func record<Result>(_ body: () throws -> Result) rethrows -> Result {
        try Parallel.recording(self, body)
    }

    /// Runs the blocks of a loop one after the other. A loop inside a block is a part of the block.
    func run(blocks: Int, _ body: (Int) -> Void) {
        var seconds = [Double](repeating: 0, count: blocks)
        Parallel.withoutHelpers {
            for block in 0..<blocks {
                let start = Self.threadSeconds
                body(block)
                seconds[block] = Self.threadSeconds - start
            }
        }
        lock.withLock { recorded.append(seconds) }
    }

    /// Seconds that the thread with the most to do works if `threads` share the recorded loops: see the static function.
    package func longestThread(_ threads: Int, rest: Double) -> Double {
        Self.longestThread(of: loops, threads, rest: rest)
    }

    /// Seconds that the thread with the most to do works if `threads` share loops as `Parallel` does to begin with, each a contiguous
    /// part of every loop; all but the loops takes `rest` seconds on one of them.
    static func longestThread(of loops: [[Double]], _ threads: Int, rest: Double) -> Double {
        loops.reduce(rest) { sum, loop in
            let shares = (0..<threads).map { thread in
                loop[loop.count * thread / threads..<loop.count * (thread + 1) / threads].reduce(0, +)
            }
            return sum + shares.max()!
        }
    }
}
