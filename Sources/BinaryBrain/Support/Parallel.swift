import CSystem
import Foundation
import Synchronization

/// Data-parallel loops: the only threads that the engine owns.
///
/// `run` splits work into blocks that threads claim one after another. Work must be split so that the result of a block
/// does not depend on which thread does it, nor on the number of threads; results are then the same for any thread count.
/// Helpers spin briefly for the next loop (a training step has dozens, tens of microseconds apart), then sleep.
public final class Parallel: Sendable {
    /// The process-wide team: `BBWB_THREADS` threads, or one for each processor.
    public static let shared = Parallel(
        threadCount: ProcessInfo.processInfo.environment["BBWB_THREADS"].flatMap(Int.init)
            ?? ProcessInfo.processInfo.activeProcessorCount)

    /// Threads that work, the caller's included.
    public let threadCount: Int
    private let loop = ParallelLoop()

    /// A team of `threadCount` threads (at least 1, at most 256).
    public init(threadCount: Int) {
        self.threadCount = min(256, max(1, threadCount))
        for index in 1..<max(2, self.threadCount) where index < self.threadCount {
            let thread = Thread { [loop] in loop.help() }
            thread.name = "bbwb-\(index)"
            thread.start()
        }
    }

    deinit { loop.close() }

    /// Runs `body(0)` … `body(blocks - 1)`, each once, and returns when all are done. A loop inside a loop, or from a
    /// second thread while the team is busy, runs on the calling thread alone.
    public func run(blocks: Int, _ body: (Int) -> Void) {
        guard blocks > 1, threadCount > 1, loop.run(blocks: blocks, body) else {
            for block in 0..<max(0, blocks) { body(block) }
            return
        }
    }
}

/// The loop that a team works on: what its threads share, for as long as one of them lives.
private final class ParallelLoop: @unchecked Sendable {
    /// A ticket packs generation (24 bits), number of blocks (20) and next block (20).
    private static let maximumBlocks = 1 << 20 - 1
    private static let spinLimit = 4000

    private let ticket = Atomic<UInt64>(0)
    private let finished = Atomic<Int>(0)
    private let busy = Atomic<Bool>(false)
    private let closed = Atomic<Bool>(false)
    private let sleepers = Atomic<Int>(0)
    private let wake = NSCondition()
    private var body: UnsafePointer<(Int) -> Void>?

    /// Runs all blocks with whoever helps; false, and nothing done, if the team is busy.
    func run(blocks: Int, _ body: (Int) -> Void) -> Bool {
        guard blocks < Self.maximumBlocks,
            busy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
        else { return false }
        withoutActuallyEscaping(body) { escapable in
            withUnsafePointer(to: escapable) { pointer in
                self.body = pointer
                finished.store(0, ordering: .relaxed)
                let generation = (ticket.load(ordering: .relaxed) >> 40 &+ 1) & 0xff_ffff
                ticket.store(generation << 40 | UInt64(blocks) << 20, ordering: .sequentiallyConsistent)
                if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wakeAll() }
                while claimAndRun() {}
                while finished.load(ordering: .acquiring) < blocks { bb_spin_hint() }
                self.body = nil
            }
        }
        busy.store(false, ordering: .releasing)
        return true
    }

    /// Lets the helpers end; no loop may be running.
    func close() {
        closed.store(true, ordering: .sequentiallyConsistent)
        wakeAll()
    }

    /// What a helper does until the team is closed.
    func help() {
        var spins = 0
        while !closed.load(ordering: .relaxed) {
            if claimAndRun() {
                spins = 0
            } else if spins < Self.spinLimit {
                spins += 1
                bb_spin_hint()
            } else {
                sleepUntilWork()
                spins = 0
            }
        }
    }

    private static func hasWork(_ ticket: UInt64) -> Bool { ticket & 0xf_ffff < ticket >> 20 & 0xf_ffff }

    /// Claims one block and runs it; false if there is none left. A successful claim proves that the loop is still open,
    /// so `body` is valid until this block is counted as finished.
    private func claimAndRun() -> Bool {
        var seen = ticket.load(ordering: .acquiring)
        while Self.hasWork(seen) {
            let (exchanged, now) = ticket.weakCompareExchange(
                expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing)
            if exchanged {
                invokeBody(Int(seen & 0xf_ffff))
                finished.add(1, ordering: .releasing)
                return true
            }
            seen = now
        }
        return false
    }

    /// Not inlined: the closure's context must be released before the block counts as finished.
    @inline(never)
    private func invokeBody(_ block: Int) { body?.pointee(block) }

    private func wakeAll() {
        wake.lock()
        wake.broadcast()
        wake.unlock()
    }

    private func sleepUntilWork() {
        wake.lock()
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while !Self.hasWork(ticket.load(ordering: .sequentiallyConsistent)),
            !closed.load(ordering: .sequentiallyConsistent)
        {
            wake.wait()
        }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
        wake.unlock()
    }
}
