import Synchronization
import Testing

@testable import BinaryBrain

@Suite struct LoopRecorderTests {
    @Test func everyBlockIsRunAndTimed() {
        let team = Parallel(threadCount: 3)
        let recorder = LoopRecorder()
        let order = Mutex<[Int]>([])
        recorder.record {
            team.run(blocks: 4) { block in
                // A loop inside belongs to its block.
                team.run(blocks: 2) { inner in order.withLock { $0.append(block * 2 + inner) } }
            }
            team.run(blocks: 1) { _ in }
        }
        #expect(order.withLock { $0 } == Array(0..<8))
        #expect(recorder.loops.map(\.count) == [4])
        #expect(recorder.loops[0].allSatisfy { $0 >= 0 })
    }

    /// The thread with the most to do has the rest and the longest of the parts that threads begin with.
    @Test func theLongestThread() {
        #expect(LoopRecorder.longestThread(of: [[1, 1, 1, 1], [4]], 1, rest: 2) == 10)
        #expect(LoopRecorder.longestThread(of: [[1, 1, 1, 1], [4]], 2, rest: 2) == 8)
        #expect(LoopRecorder.longestThread(of: [[5, 1, 1, 1]], 2, rest: 0) == 6)
        #expect(LoopRecorder.longestThread(of: [[5, 1, 1, 1]], 4, rest: 0) == 5)
        #expect(LoopRecorder.longestThread(of: [[1, 1]], 64, rest: 0.5) == 1.5)
    }
}
