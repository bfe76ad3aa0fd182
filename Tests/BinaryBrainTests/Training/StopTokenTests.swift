import Foundation
import Testing

@testable import BinaryBrain

/// Work that is cut short leaves no trace.
@Suite("Mini-batches that are cut short") struct StopTokenTests {
    /// Cut short at every place where it can be, forward and backward change nothing: the layer's file, its random state, its
    /// gradients and its next step are those of a twin that was never disturbed.
    @Test(arguments: LayerCase.all + LayerCase.measuring) func aMiniBatchCutShortLeavesNoTrace(_ testCase: LayerCase)
        throws
    {
        let net = Sequential([try testCase.built()])
        let twin = Sequential([try testCase.built()])
        let x = FrameBuffer.random(frames: 70, shape: testCase.inputShape, seed: 1)
        let dy = FrameBuffer.random(frames: 70, shape: net.outputShape, seed: 2)
        func step(_ net: Sequential) throws -> [Float] {
            let y = try net.forward(x, train: true).frameMajorValues()
            return y + (try net.backward(dy, needsInputGradient: true)?.frameMajorValues() ?? [])
        }
        for _ in 0..<2 {
            for subject in [net, twin] {
                _ = try step(subject)
                subject.gradients.setZero()
            }
        }
        var places = 0
        var isCutShort = true
        while isCutShort {
            places += 1
            let undo = ForwardUndo(of: net)
            let stop = StopToken(afterChecks: places)
            do {
                _ = try stop.within { try step(net) }
                isCutShort = false
            } catch is WorkStopped {}
            undo.restore()
            #expect(net.gradients.tensors.allSatisfy { $0.values.allSatisfy { $0 == 0 } })
            #expect(net.withDescendants.map(\.trainingState) == twin.withDescendants.map(\.trainingState))
        }
        #expect(places > 2, "it can be cut short behind forward and behind backward")
        #expect(try step(net) == step(twin))
        #expect(net.gradients.tensors.map(\.values) == twin.gradients.tensors.map(\.values))
        #expect(try net.forward(x, train: false).frameMajorValues() == twin.forward(x, train: false).frameMajorValues())
    }

    /// The optimizer's update is whole or has not begun.
    @Test func anUpdateIsNeverCutShort() throws {
        let net = try DenseAffine(outputShape: [2])
        try net.setInputShape([3])
        let trainer = try Trainer(
            net: net, loss: LossMeanSquaredError(), metrics: MetricsMeanSquaredError(), optimizer: OptimizerAdam())
        let x = FrameBuffer.random(frames: 8, shape: [3], seed: 1)
        let t = FrameBuffer.random(frames: 8, shape: [2], seed: 2)
        let before = net.weights!.values
        for place in 1...2 {
            #expect(throws: WorkStopped.self) {
                try StopToken(afterChecks: place).within { _ = try trainer.step(x, t) }
            }
            #expect(net.weights!.values == before)
        }
    }

    /// From the request on loops do nothing, whoever helps, and other threads' loops go on.
    @Test(arguments: [1, 3]) func loopsEndEarly(threads: Int) {
        let team = Parallel(threadCount: threads)
        let counter = Counter()
        let stop = StopToken()
        stop.within {
            team.run(blocks: 10_000) { block in
                if block == 0 { stop.make() }
                counter.add()
            }
            #expect(throws: WorkStopped.self) { try StopToken.check() }
        }
        #expect(counter.value < 10_000)
        team.run(blocks: 100) { _ in counter.add() }
        #expect(counter.value >= 100, "outside the token everything runs")
    }

    private final class Counter: @unchecked Sendable {
        private let lock = NSLock()
        private var count = 0
        func add() { lock.withLock { count += 1 } }
        var value: Int { lock.withLock { count } }
    }
}
