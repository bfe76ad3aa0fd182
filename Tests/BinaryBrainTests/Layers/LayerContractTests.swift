import BinaryBrain
import Testing

/// What every layer promises, whatever it computes.
@Suite("Layers: common promises")
struct LayerContractTests {
    /// The output and gradients of one training step, as numbers.
    private func step(
        _ layer: any Model, _ x: FrameBuffer, _ dy: FrameBuffer
    ) throws -> (y: [Float], dx: [Float], gradients: [[Float]]) {
        layer.gradients.setZero()
        let y = try layer.forward(x, train: true).frameMajorValues()
        let dx = try layer.backward(dy).frameMajorValues()
        return (y, dx, layer.gradients.tensors.map(\.values))
    }

    private func gradient(_ layer: any Model, frames: Int, seed: UInt64 = 9) -> FrameBuffer {
        FrameBuffer.random(frames: frames, shape: layer.outputShape, seed: seed)
    }

    @Test(arguments: LayerCase.differentiable + LayerCase.trainable)
    func backwardIsTheDerivativeOfForward(_ testCase: LayerCase) throws {
        let layer = try testCase.built()
        let frames = 7
        let x = FrameBuffer.random(
            frames: frames, shape: testCase.inputShape, seed: 4, in: testCase.inputRange)
        // No number may lie within a step of a kink.
        for node in 0..<x.nodeCount {
            for frame in 0..<frames {
                let value = x[frame: frame, node: node]
                if abs(value - value.rounded()) < 0.02 { x[frame: frame, node: node] = value.rounded() + 0.1 }
            }
        }
        let weights = gradient(layer, frames: frames)
        _ = try layer.forward(x, train: true)
        let dx = try layer.backward(weights).frameMajorValues().map(Double.init)
        let analytic = layer.gradients.tensors.map { $0.values.map(Double.init) }

        func objective() throws -> Double {
            let y = try layer.forward(x, train: true)
            layer.clear()
            return y.dot(weights)
        }
        let nodes = x.nodeCount
        let numeric = try centralDifferences(
            count: dx.count, read: { x[frame: $0 / nodes, node: $0 % nodes] },
            write: { x[frame: $0 / nodes, node: $0 % nodes] = $1 }, of: objective)
        #expect(relativeError(dx, numeric) < 1e-3)
        for (parameter, gradient) in zip(layer.parameters.tensors, analytic) {
            let numeric = try centralDifferences(
                count: gradient.count, read: { parameter[$0] }, write: { parameter[$0] = $1 }, of: objective)
            #expect(relativeError(gradient, numeric) < 1e-3)
        }
    }

    @Test(arguments: LayerCase.all) func garbageInThePaddingGoesNowhere(_ testCase: LayerCase) throws {
        for frames in awkwardFrameCounts {
            let (clean, dirty) = (try testCase.built(), try testCase.built())
            let x = FrameBuffer.random(frames: frames, shape: testCase.inputShape, seed: 1)
            let dy = gradient(clean, frames: frames)
            let cleanX = FrameBuffer(frameMajor: x.frameMajorValues(), shape: x.shape)
            let cleanDy = FrameBuffer(frameMajor: dy.frameMajorValues(), shape: dy.shape)
            let expected = try step(clean, cleanX, cleanDy)
            let actual = try step(dirty, x, dy)
            #expect(actual.y == expected.y)
            #expect(actual.dx == expected.dx)
            #expect(actual.gradients == expected.gradients)
            #expect(actual.y.allSatisfy { $0.isFinite })
            #expect(actual.dx.allSatisfy { $0.isFinite })
            #expect(actual.gradients.joined().allSatisfy { $0.isFinite })
        }
    }

    @Test(arguments: LayerCase.all) func paddingBitsOfPackedOutputAreZero(_ testCase: LayerCase) throws {
        let layer = try testCase.built()
        for frames in awkwardFrameCounts {
            let y = try layer.forward(.random(frames: frames, shape: testCase.inputShape, seed: 1), train: false)
            guard y.dtype == .bit else { continue }
            for node in 0..<y.nodeCount {
                for frame in frames..<y.wordStride * 64 {
                    #expect(y.words(node)[frame / 64] >> UInt64(frame % 64) & 1 == 0)
                }
            }
        }
    }

    @Test(arguments: LayerCase.all) func memoryIsUsedAgainOnlyWhenNobodyHoldsIt(_ testCase: LayerCase) throws {
        let layer = try testCase.built()
        let x = FrameBuffer.random(frames: 33, shape: testCase.inputShape, seed: 1)
        let other = FrameBuffer.random(frames: 33, shape: testCase.inputShape, seed: 2)
        let dy = gradient(layer, frames: 33)
        func addresses() throws -> [ObjectIdentifier] {
            let y = try layer.forward(x, train: true)
            let dx = try layer.backward(dy)
            return [ObjectIdentifier(y.storage), ObjectIdentifier(dx.storage)]
        }
        let first = try addresses()
        #expect(try addresses() == first)

        let held = try layer.forward(x, train: false)
        let before = held.frameMajorValues()
        _ = try layer.forward(other, train: false)
        #expect(held.frameMajorValues() == before)
    }

    @Test(arguments: LayerCase.all) func nestedForwardsMatchTheirBackwards(_ testCase: LayerCase) throws {
        let layer = try testCase.built()
        let (a, b) = (
            FrameBuffer.random(frames: 32, shape: testCase.inputShape, seed: 1),
            FrameBuffer.random(frames: 7, shape: testCase.inputShape, seed: 2)
        )
        let (dyA, dyB) = (gradient(layer, frames: 32), gradient(layer, frames: 7, seed: 10))
        _ = try layer.forward(a, train: true)
        _ = try layer.forward(b, train: true)
        let dxB = try layer.backward(dyB).frameMajorValues()
        let dxA = try layer.backward(dyA).frameMajorValues()
        let nested = layer.gradients.tensors.map(\.values)

        let again = try testCase.built()
        let first = try step(again, a, dyA)
        let second = try step(again, b, dyB)
        #expect(dxA == first.dx)
        #expect(dxB == second.dx)
        for (sum, parts) in zip(nested, zip(first.gradients, second.gradients)) {
            let added = zip(parts.0, parts.1).map { Double($0 + $1) }
            #expect(relativeError(sum.map(Double.init), added) < 1e-5)
        }
    }

    @Test(arguments: LayerCase.all) func gradientsAddUp(_ testCase: LayerCase) throws {
        let layer = try testCase.built()
        guard layer.parameters.elementCount > 0 else { return }
        let x = FrameBuffer.random(frames: 31, shape: testCase.inputShape, seed: 1)
        let dy = gradient(layer, frames: 31)
        let once = try step(layer, x, dy).gradients
        _ = try layer.forward(x, train: true)
        _ = try layer.backward(dy, needsInputGradient: false)
        for (twice, once) in zip(layer.gradients.tensors, once) {
            #expect(relativeError(twice.values.map(Double.init), once.map { 2 * Double($0) }) < 1e-5)
        }
    }

    @Test(arguments: LayerCase.all) func inputGradientCanBeLeftOut(_ testCase: LayerCase) throws {
        let layer = try testCase.built()
        _ = try layer.forward(.random(frames: 7, shape: testCase.inputShape, seed: 1), train: true)
        #expect(try layer.backward(gradient(layer, frames: 7), needsInputGradient: false) == nil)
        // The record is used up all the same.
        #expect(throws: BrainError.self) { try layer.backward(gradient(layer, frames: 7)) }
    }

    @Test(arguments: LayerCase.all) func backwardNeedsAForward(_ testCase: LayerCase) throws {
        let layer = try testCase.built()
        let dy = gradient(layer, frames: 3)
        let x = FrameBuffer.random(frames: 3, shape: testCase.inputShape, seed: 1)
        #expect(throws: BrainError.self) { try layer.backward(dy) }
        _ = try layer.forward(x, train: false)
        #expect(throws: BrainError.self) { try layer.backward(dy) }
        _ = try layer.forward(x, train: true)
        layer.clear()
        #expect(throws: BrainError.self) { try layer.backward(dy) }
    }

    @Test(arguments: LayerCase.all.filter { !$0.testDescription.contains("bypass") })
    func wrongShapesAreErrors(_ testCase: LayerCase) throws {
        let layer = try testCase.built()
        #expect(throws: BrainError.self) { try layer.forward(.random(frames: 3, shape: [77], seed: 1), train: true) }
        #expect(throws: BrainError.self) { try layer.setInputShape([0]) }
        #expect(throws: BrainError.self) { try layer.setInputShape([]) }
        _ = try layer.forward(.random(frames: 3, shape: testCase.inputShape, seed: 1), train: true)
        #expect(throws: BrainError.self) { try layer.backward(gradient(layer, frames: 4)) }
        _ = try layer.forward(.random(frames: 3, shape: testCase.inputShape, seed: 1), train: true)
        #expect(throws: BrainError.self) { try layer.backward(.random(frames: 3, shape: [77], seed: 1)) }
    }

    @Test(arguments: LayerCase.all) func sameInputShapeKeepsParameters(_ testCase: LayerCase) throws {
        let layer = try testCase.built()
        for tensor in layer.parameters.tensors { tensor.fill(0.125) }
        let output = layer.outputShape
        #expect(try layer.setInputShape(testCase.inputShape) == output)
        #expect(layer.parameters.tensors.allSatisfy { $0.values.allSatisfy { $0 == 0.125 } })
    }

    @Test(arguments: LayerCase.all) func shapeIsTakenFromTheFirstForward(_ testCase: LayerCase) throws {
        let layer = try testCase.make()
        let x = FrameBuffer.random(frames: 3, shape: testCase.inputShape, seed: 1)
        let y = try layer.forward(x, train: false)
        #expect(layer.inputShape == testCase.inputShape)
        #expect(y.shape == layer.outputShape)
        let expected = try testCase.built().forward(x, train: false)
        #expect(y.frameMajorValues() == expected.frameMajorValues())
    }

    @Test(arguments: LayerCase.all) func packedInputCountsAsItsLevels(_ testCase: LayerCase) throws {
        for levels in [BitLevels.zeroOne, .minusOnePlusOne] {
            for frames in awkwardFrameCounts {
                let pattern = FrameBuffer.random(frames: frames, shape: testCase.inputShape, seed: 6)
                var bits = FrameBuffer(frameMajor: pattern.frameMajorValues(), shape: pattern.shape, dtype: .bit)
                bits.levels = levels
                let numbers = FrameBuffer(frameMajor: bits.frameMajorValues(), shape: bits.shape)
                let fromBits = try testCase.built().forward(bits, train: true).frameMajorValues()
                let fromNumbers = try testCase.built().forward(numbers, train: true).frameMajorValues()
                // A sum of products of bits may be added up in another order.
                #expect(LutKernelTests.deviation(fromBits, fromNumbers) < 1e-6)
            }
        }
    }

    @Test(arguments: LayerCase.all) func hostOnlyIsUnderstoodEverywhere(_ testCase: LayerCase) throws {
        let layer = try testCase.built()
        #expect(try layer.sendCommand("host_only true") == 1)
        #expect(layer.isHostOnly == true)
        #expect(try layer.sendCommand("host_only off") == 1)
        #expect(layer.isHostOnly == false)
        #expect(try layer.sendCommand("no_such_command true") == 0)
        #expect(throws: BrainError.self) { try layer.sendCommand("host_only perhaps") }
        #expect(layer.isHostOnly == false)
    }

    @Test(arguments: LayerCase.all) func trainingStateSurvives(_ testCase: LayerCase) throws {
        let layer = try testCase.built()
        let copy = try testCase.make()
        try copy.setInputShape(testCase.inputShape)
        _ = try layer.forward(.random(frames: 3, shape: testCase.inputShape, seed: 1), train: true)
        copy.trainingState = layer.trainingState
        #expect(copy.trainingState == layer.trainingState)
        copy.trainingState = layer.trainingState.mapValues { _ in [] }
        #expect(Set(copy.trainingState.keys) == Set(layer.trainingState.keys))
    }
}
