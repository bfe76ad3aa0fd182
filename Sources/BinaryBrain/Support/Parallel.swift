import CSystem
import Foundation
import Synchronization

/// Data-parallel loops: the only threads that the engine owns.
///
/// `run` splits work into blocks. Each thread works through a share of its own, the same part of each loop of that length,
/// so that weights and moments stay in its cache from step to step; whoever is done takes over blocks of others. Work must
/// be split so that the result of a block does not depend on which thread does it, nor on the number of threads; results
/// are then the same for any thread count.
/// Helpers spin briefly for the next loop (a training step has dozens, tens of microseconds apart), then sleep.
public final class Parallel: Sendable {
    /// The process-wide team.
    public static let shared = Parallel(threadCount: defaultThreadCount(ProcessInfo.processInfo.environment))

    /// Variables that say how many threads there are to be: the user's, and those in which Slurm, PBS and Grid Engine tell a job how
    /// many processors are its own.
    private static let variables = ["BBWB_THREADS", "SLURM_CPUS_PER_TASK", "NCPUS", "NSLOTS"]

    /// The number of threads that the first of these variables says, or else one for each processor that this process may use.
    static func defaultThreadCount(_ environment: [String: String]) -> Int {
        variables.lazy.compactMap { environment[$0].flatMap(Int.init) }.first
            ?? max(1, Int(bb_usable_processors()))
    }

    /// How the present thread runs loops.
    private enum Manner {
        case together
        case alone
        case recorded(LoopRecorder)
    }
    @TaskLocal private static var manner = Manner.together

    /// Runs `body` so that its loops use this thread only: for work in the background, which must not keep the team from
    /// the work that counts.
    public static func withoutHelpers<Result>(_ body: () throws -> Result) rethrows -> Result {
        try $manner.withValue(.alone, operation: body)
    }

    /// Runs `body` with its loops on this thread only, and measures each block of each.
    static func recording<Result>(_ recorder: LoopRecorder, _ body: () throws -> Result) rethrows -> Result {
        try $manner.withValue(.recorded(recorder), operation: body)
    }

    /// Most threads of a team.
    public static let maximumThreadCount = 256

    private let current: CurrentLoop

    /// The loop that the team works on; another one for another number of threads.
    private final class CurrentLoop: @unchecked Sendable {
        private let lock = NSLock()
        private var value: ParallelLoop

        init(_ loop: ParallelLoop) { value = loop }

        var loop: ParallelLoop { lock.withLock { value } }

        /// The loop that was there before.
        func replace(by loop: ParallelLoop) -> ParallelLoop {
            lock.withLock {
                defer { value = loop }
                return value
            }
        }
    }

    /// A team of `threadCount` threads (at least 1, at most `maximumThreadCount`).
    public init(threadCount: Int) { current = CurrentLoop(Self.start(threadCount)) }

    deinit { current.loop.close() }

    /// Threads that work, the caller's included.
    public var threadCount: Int { current.loop.threadCount }

    /// Makes the team larger or smaller, within 1 and `maximumThreadCount`, from the next loop on.
    public func setThreadCount(_ count: Int) { current.replace(by: Self.start(count)).close() }

    /// A loop with its helpers.
    private static func start(_ wanted: Int) -> ParallelLoop {
        let loop = ParallelLoop(threadCount: min(maximumThreadCount, max(1, wanted)))
        for index in 1..<max(2, loop.threadCount) where index < loop.threadCount {
            let thread = Thread { loop.help(as: index) }
            thread.name = "bbwb-\(index)"
            thread.start()
        }
        return loop
    }

    /// Runs `body(0)` … `body(blocks - 1)`, each once, and returns when all are done. A loop inside a loop, or from a
    /// second thread while the team is busy, runs on the calling thread alone. Blocks that have not begun when the thread's
    /// `StopToken` asks for the end are left out.
    public func run(blocks: Int, _ body: (Int) -> Void) {
        let stop = StopToken.current
        guard blocks > 1 else {
            if blocks == 1, stop?.isMade != true { body(0) }
            return
        }
        switch Self.manner {
        case .together: if current.loop.run(blocks: blocks, unless: stop, body) { return }
        case .alone: break
        case .recorded(let recorder): return recorder.run(blocks: blocks, body)
        }
        for block in 0..<blocks where stop?.isMade != true { body(block) }
    }
}

/// The loop that a team works on: what its threads share, for as long as one of them lives.
private final class ParallelLoop: @unchecked Sendable {
    private static let maximumBlocks = BlockShare.maximumBlock
    private static let spinLimit = 4000

    let threadCount: Int
    private let shares: UnsafeMutablePointer<BlockShare>
    private let finished = Atomic<Int>(0)
    private let busy = Atomic<Bool>(false)
    private let closed = Atomic<Bool>(false)
    private let sleepers = Atomic<Int>(0)
    private let wake = NSCondition()
    private var generation: UInt64 = 0
    private var body: UnsafePointer<(Int) -> Void>?
    private var stop: StopToken?

    init(threadCount: Int) {
        self.threadCount = threadCount
        shares = .allocate(capacity: threadCount)
        for thread in 0..<threadCount { (shares + thread).initialize(to: BlockShare()) }
    }

    deinit {
        shares.deinitialize(count: threadCount)
        shares.deallocate()
    }

    /// Runs all blocks with whoever helps; false, and nothing done, if the team is busy or has no helpers.
    func run(blocks: Int, unless stop: StopToken?, _ body: (Int) -> Void) -> Bool {
        guard threadCount > 1, blocks < Self.maximumBlocks,
            busy.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
        else { return false }
        withoutActuallyEscaping(body) { escapable in
            withUnsafePointer(to: escapable) { pointer in
                self.body = pointer
                self.stop = stop
                finished.store(0, ordering: .relaxed)
                generation &+= 1
                for thread in 0..<threadCount {
                    shares[thread].open(
                        blocks * thread / threadCount..<blocks * (thread + 1) / threadCount, generation: generation)
                }
                if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wakeAll() }
                while claimAndRun(as: 0) {}
                while finished.load(ordering: .acquiring) < blocks { bb_spin_hint() }
                self.body = nil
                self.stop = nil
            }
        }
        busy.store(false, ordering: .releasing)
        return true
    }

    /// Lets the helpers end; a caller whose loop is running does the rest of it alone.
    func close() {
        closed.store(true, ordering: .sequentiallyConsistent)
        wakeAll()
    }

    /// What helper number `thread` does until the team is closed.
    func help(as thread: Int) {
        var spins = 0
        while !closed.load(ordering: .relaxed) {
            if claimAndRun(as: thread) {
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

    /// Claims one block, of the thread's own share as long as there is one, and runs it; false if none is left. A
    /// successful claim proves that the loop is still open, so `body` is valid until this block is counted as finished.
    private func claimAndRun(as thread: Int) -> Bool {
        var claimed = shares[thread].claimFirst()
        var other = thread
        for _ in 1..<threadCount where claimed == nil {
            other = other + 1 == threadCount ? 0 : other + 1
            claimed = shares[other].claimLast()
        }
        guard let claimed else { return false }
        invokeBody(claimed)
        finished.add(1, ordering: .releasing)
        return true
    }

    /// Not inlined: the closure's context must be released before the block counts as finished.
    @inline(never)
    private func invokeBody(_ block: Int) { if stop?.isMade != true { body?.pointee(block) } }

    private func wakeAll() {
        wake.lock()
        wake.broadcast()
        wake.unlock()
    }

    private func sleepUntilWork() {
        wake.lock()
        sleepers.add(1, ordering: .sequentiallyConsistent)
        while !(0..<threadCount).contains(where: { shares[$0].hasWork }),
            !closed.load(ordering: .sequentiallyConsistent)
        {
            wake.wait()
        }
        sleepers.subtract(1, ordering: .sequentiallyConsistent)
        wake.unlock()
    }
}

/// The blocks of a loop that are one thread's to begin with. The thread takes them from the front, others from the back.
/// A share has cache lines of its own.
private struct BlockShare: ~Copyable {
    /// No block number reaches this.
    static let maximumBlock = (1 << 20) - 1

    /// Generation (24 bits), end (20) and first (20) of the blocks that nobody has claimed. The generation keeps a claim
    /// that was decided on an earlier loop from succeeding on a later one.
    private let unclaimed = Atomic<UInt64>(0)
    private let padding = InlineArray<15, UInt64>(repeating: 0)

    /// Whether blocks are left.
    var hasWork: Bool { Self.first(unclaimed.load(ordering: .sequentiallyConsistent)) != nil }

    /// Offers blocks to all threads.
    func open(_ blocks: Range<Int>, generation: UInt64) {
        let packed = (generation & 0xff_ffff) << 40 | UInt64(blocks.upperBound) << 20 | UInt64(blocks.lowerBound)
        unclaimed.store(packed, ordering: .sequentiallyConsistent)
    }

    /// Claims the first block.
    func claimFirst() -> Int? { claim(Self.first) { $0 + 1 } }

    /// Claims the last block.
    func claimLast() -> Int? { claim(Self.last) { $0 - (1 << 20) } }

    private static func first(_ packed: UInt64) -> Int? {
        let (next, end) = (packed & 0xf_ffff, packed >> 20 & 0xf_ffff)
        return next < end ? Int(next) : nil
    }

    private static func last(_ packed: UInt64) -> Int? {
        let (next, end) = (packed & 0xf_ffff, packed >> 20 & 0xf_ffff)
        return next < end ? Int(end) - 1 : nil
    }

    @inline(__always)
    private func claim(_ block: (UInt64) -> Int?, leaving rest: (UInt64) -> UInt64) -> Int? {
        var seen = unclaimed.load(ordering: .acquiring)
        while let candidate = block(seen) {
            let (exchanged, now) = unclaimed.weakCompareExchange(
                expected: seen, desired: rest(seen), ordering: .acquiringAndReleasing)
            if exchanged { return candidate }
            seen = now
        }
        return nil
    }
}
