import BinaryBrain
import Testing

@Suite("Convolution2d")
struct Convolution2dTests {
    @Test func childrenAndShapesAreVisible() throws {
        let inside = Sequential([try DenseAffine(outputShape: [6]), try ReLU()])
        let layer = try Convolution2d(
            inside, filterSize: PlaneSize(height: 3, width: 5), stride: PlaneSize(2), padding: .same)
        #expect(try layer.setInputShape([2, 7, 8]) == [6, 4, 4])
        #expect(layer.inputShape == [2, 7, 8] && layer.filterSize == PlaneSize(height: 3, width: 5))
        #expect(layer.leaves.map(\.modelName) == ["ConvolutionIm2Col", "DenseAffine", "ReLU", "ConvolutionCol2Im"])
        #expect(layer.parameters.elementCount == 6 * 30 + 6)
        #expect(try layer.sendCommand("host_only true") == 4)
        // Another image size with the same parameters.
        #expect(try layer.setInputShape([2, 9, 3]) == [6, 5, 2])
        let y = try layer.forward(.random(frames: 3, shape: [2, 9, 3], seed: 1), train: false)
        #expect(y.shape == [6, 5, 2] && y.frameCount == 3 && y.isFinite)
    }

    /// Border pixels that a border mode repeats get no share of the gradient of their copies, so the border is constant here.
    @Test(arguments: [Padding.valid, .same], [1, 2])
    func derivatives(padding: Padding, stride: Int) throws {
        let layer = try Convolution2d(
            DenseAffine(outputShape: [3]), filterSize: PlaneSize(height: 3, width: 2), stride: PlaneSize(stride),
            padding: padding, borderMode: .constant, borderValue: 0.5)
        let shape: Shape = [2, 5, 4]
        let x = FrameBuffer.random(frames: 2, shape: shape, seed: 1)
        let weights = FrameBuffer.random(frames: 2, shape: try layer.setInputShape(shape), seed: 2)
        _ = try layer.forward(x, train: true)
        let dx = try layer.backward(weights).frameMajorValues().map(Double.init)
        func objective() throws -> Double { try layer.forward(x, train: false).dot(weights) }
        let nodes = shape.count
        let numeric = try centralDifferences(
            count: dx.count, read: { x[frame: $0 / nodes, node: $0 % nodes] },
            write: { x[frame: $0 / nodes, node: $0 % nodes] = $1 }, of: objective)
        #expect(relativeError(dx, numeric) < 1e-3)
        for (parameter, gradient) in zip(layer.parameters.tensors, layer.gradients.tensors) {
            let numeric = try centralDifferences(
                count: gradient.count, read: { parameter[$0] }, write: { parameter[$0] = $1 }, of: objective)
            #expect(relativeError(gradient.values.map(Double.init), numeric) < 1e-3)
        }
    }

    /// The packed way through a LUT-net is the way of numbers: bits in, bits out, the same gradients.
    @Test func lutsOnBits() throws {
        func make() throws -> Sequential {
            let luts = Sequential([try DifferentiableLut(outputShape: [12]), try DifferentiableLut(outputShape: [4])])
            let net = Sequential([try Convolution2d(luts, filterSize: PlaneSize(3)), try MaxPooling()])
            try net.setInputShape([2, 6, 7])
            return net
        }
        var bits = FrameBuffer(
            frameMajor: FrameBuffer.random(frames: 65, shape: [2, 6, 7], seed: 3).frameMajorValues(), shape: [2, 6, 7],
            dtype: .bit)
        bits.levels = .zeroOne
        let numbers = FrameBuffer(frameMajor: bits.frameMajorValues(), shape: bits.shape)
        let (packed, plain) = (try make(), try make())
        let y = try packed.forward(bits, train: true)
        #expect(y.dtype == .bit && y.shape == [4, 2, 3])
        #expect(try plain.forward(numbers, train: true).frameMajorValues() == y.frameMajorValues())
        let dy = FrameBuffer.random(frames: 65, shape: y.shape, seed: 4)
        let (dx, expected) = (try packed.backward(dy), try plain.backward(dy))
        #expect(
            relativeError(dx.frameMajorValues().map(Double.init), expected.frameMajorValues().map(Double.init)) < 1e-4)
    }

    @Test func gradientsThatNobodyWantsAreLeftOut() throws {
        let layer = try Convolution2d(DenseAffine(outputShape: [3]), filterSize: PlaneSize(3))
        let x = FrameBuffer.random(frames: 2, shape: [1, 5, 5], seed: 1)
        let y = try layer.forward(x, train: true)
        #expect(try layer.backward(y, needsInputGradient: false) == nil)
        #expect(layer.gradients.tensors[0].values.contains { $0 != 0 })
        #expect(throws: BrainError.self) { try layer.backward(y) }
    }
}
