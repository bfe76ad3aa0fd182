import Synchronization
import Testing

@testable import BinaryBrain

/// The data-parallel loop: every block once, whoever calls, however often.
@Suite struct ParallelTests {
    /// Counts how often each block ran.
    final class Tally: Sendable {
        private let counts: [Counter]
        final class Counter: Sendable {
            let value = Atomic<Int>(0)
        }
        init(_ blocks: Int) { counts = (0..<blocks).map { _ in Counter() } }
        func add(_ block: Int) { counts[block].value.add(1, ordering: .relaxed) }
        var all: [Int] { counts.map { $0.value.load(ordering: .relaxed) } }
    }

    @Test(arguments: [1, 2, 3, 8])
    func everyBlockRunsOnce(threads: Int) {
        let team = Parallel(threadCount: threads)
        for blocks in [0, 1, 2, 3, 7, 64, 1000] {
            let tally = Tally(blocks)
            team.run(blocks: blocks) { tally.add($0) }
            #expect(tally.all == [Int](repeating: 1, count: blocks))
        }
    }

    /// Thousands of short loops, with pauses that let helpers fall asleep: no block is lost and none runs late.
    @Test(arguments: [2, 5])
    func manyShortLoops(threads: Int) async throws {
        let team = Parallel(threadCount: threads)
        for round in 0..<3000 {
            var results = [Int](repeating: -1, count: 6)
            results.withUnsafeMutableBufferPointer { buffer in
                let target = SendableBuffer(base: buffer.baseAddress!)
                team.run(blocks: 6) { target.base[$0] = $0 * round }
            }
            #expect(results == (0..<6).map { $0 * round })
            if round % 500 == 0 { try await Task.sleep(for: .milliseconds(3)) }
        }
    }

    struct SendableBuffer: @unchecked Sendable {
        let base: UnsafeMutablePointer<Int>
    }

    @Test func loopsInsideLoopsAndFromManyTasks() async {
        let team = Parallel(threadCount: 3)
        let tally = Tally(40)
        team.run(blocks: 4) { outer in
            team.run(blocks: 10) { tally.add(outer * 10 + $0) }
        }
        #expect(tally.all.allSatisfy { $0 == 1 })
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<200).allSatisfy { _ in
                        let own = Tally(16)
                        team.run(blocks: 16) { own.add($0) }
                        return own.all.allSatisfy { $0 == 1 }
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}

@Suite struct DefaultThreadCountTests {
    @Test func schedulersSayHowManyThreads() {
        #expect(Parallel.defaultThreadCount(["SLURM_CPUS_PER_TASK": "3"]) == 3)
        #expect(Parallel.defaultThreadCount(["SLURM_CPUS_PER_TASK": "3", "BBWB_THREADS": "1"]) == 1)
        #expect(Parallel.defaultThreadCount(["NSLOTS": "5", "NCPUS": "x"]) == 5)
        #expect(Parallel.defaultThreadCount([:]) >= 1)
    }
}
