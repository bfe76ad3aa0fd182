import BinaryBrain
import Testing

@Suite("Pooling and upsampling")
struct PoolingTests {
    @Test func windowsMayBeCutOff() throws {
        #expect(try MaxPooling(filterSize: PlaneSize(height: 3, width: 2)).setInputShape([4, 7, 5]) == [4, 3, 3])
        #expect(try MaxPooling(filterSize: PlaneSize(50)).setInputShape([4, 7, 5]) == [4, 1, 1])
        #expect(try UpSampling(filterSize: PlaneSize(height: 3, width: 2)).setInputShape([4, 7, 5]) == [4, 21, 10])
    }

    /// Values 0.1 apart, so that no step of the differences changes which is the largest.
    @Test func maximumHasTheRightDerivative() throws {
        let layer = try MaxPooling()
        let shape: Shape = [2, 3, 5]
        var generator = MersenneTwister64(seed: 5)
        var values = (0..<3 * shape.count).map { Float($0) * 0.1 }
        values.shuffle(using: &generator)
        let x = FrameBuffer(frameMajor: values, shape: shape)
        let weights = FrameBuffer.random(frames: 3, shape: try layer.setInputShape(shape), seed: 6)
        _ = try layer.forward(x, train: true)
        let dx = try layer.backward(weights).frameMajorValues().map(Double.init)
        let nodes = shape.count
        let numeric = try centralDifferences(
            count: dx.count, read: { x[frame: $0 / nodes, node: $0 % nodes] },
            write: { x[frame: $0 / nodes, node: $0 % nodes] = $1 },
            of: { try layer.forward(x, train: false).dot(weights) })
        #expect(relativeError(dx, numeric) < 1e-3)
    }

    @Test func theFirstOfEqualPixelsGetsTheGradient() throws {
        let layer = try MaxPooling()
        let x = FrameBuffer(frameMajor: [1, 2, 2, 0, 3, 3, 3, 3], shape: [1, 2, 2])
        _ = try layer.forward(x, train: true)
        let dx = try layer.backward(FrameBuffer(frameMajor: [5, 7], shape: [1, 1, 1]))
        #expect(dx.frameMajorValues() == [0, 5, 0, 0, 7, 0, 0, 0])
    }

    /// The gradients of packed bits are those of the numbers that they stand for, in layers of real type.
    @Test(arguments: awkwardFrameCounts) func bitsAreTheirNumbers(frames: Int) throws {
        let shape: Shape = [2, 5, 3]
        for make in [
            { try MaxPooling() as any Model }, { try StochasticMaxPooling() },
            { try MaxPooling(filterSize: PlaneSize(height: 3, width: 2)) }, { try UpSampling() },
            { try UpSampling(fill: false) },
        ] {
            for levels in [BitLevels.zeroOne, .minusOnePlusOne] {
                // Few ones, so that empty windows occur.
                let pattern = FrameBuffer.random(frames: frames, shape: shape, seed: 8, in: -3...1)
                var bits = FrameBuffer(frameMajor: pattern.frameMajorValues(), shape: shape, dtype: .bit)
                bits.levels = levels
                let numbers = FrameBuffer(frameMajor: bits.frameMajorValues(), shape: shape)
                let (packed, plain) = (try make(), try make())
                let y = try packed.forward(bits, train: true)
                #expect(try plain.forward(numbers, train: true).frameMajorValues() == y.frameMajorValues())
                if levels == .zeroOne { #expect(y.dtype == .bit && y.levels == .zeroOne) }
                let dy = FrameBuffer.random(frames: frames, shape: packed.outputShape, seed: 9)
                let dx = try packed.backward(dy).frameMajorValues()
                #expect(try plain.backward(dy).frameMajorValues() == dx)
            }
        }
    }

    @Test func aBitLayerDropsTheGradientOfAnEmptyWindow() throws {
        let x = FrameBuffer(.bit, frameCount: 1, shape: [1, 2, 2], levels: .zeroOne)
        let dy = FrameBuffer(frameMajor: [3], shape: [1, 1, 1])
        let (bit, real) = (try MaxPooling(binaryType: .bit), try MaxPooling())
        _ = try bit.forward(x, train: true)
        _ = try real.forward(x, train: true)
        #expect(try bit.backward(dy).frameMajorValues() == [0, 0, 0, 0])
        #expect(try real.backward(dy).frameMajorValues() == [3, 0, 0, 0])
    }

    @Test func whatCannotBeIsAnError() throws {
        #expect(throws: BrainError.self) { try MaxPooling(filterSize: PlaneSize(0)) }
        #expect(throws: BrainError.self) { try MaxPooling(binaryType: .fp16) }
        #expect(throws: BrainError.self) { try StochasticMaxPooling(filterSize: PlaneSize(3)) }
        #expect(throws: BrainError.self) { try UpSampling(filterSize: PlaneSize(height: 1, width: 0)) }
        #expect(throws: BrainError.self) { try MaxPooling().setInputShape([36]) }
        #expect(throws: BrainError.self) {
            try UpSampling(filterSize: PlaneSize(1 << 15)).setInputShape([1, 1 << 14, 1 << 14])
        }
    }
}
