import KernelInterface
import Testing

@testable import BinaryBrain

/// Dense layers on bits: the product by look-ups (where the processor has it) against the plain twin on numbers.
@Suite struct DenseBitsTests {
    @Test(arguments: [(1, 1), (3, 2), (4, 4), (5, 3), (17, 9), (130, 6)], [1, 8, 15, 63, 64, 65, 72, 300])
    func forwardAndBackward(size: (inputs: Int, outputs: Int), frames: Int) throws {
        var random = MersenneTwister64(seed: UInt64(frames * size.inputs))
        func numbers(_ nodes: Int) -> FrameBuffer {
            FrameBuffer(
                frameMajor: (0..<frames * nodes).map { _ in random.uniformFloat() - 0.5 }, shape: [nodes], dtype: .fp32)
        }
        let dy = numbers(size.outputs)
        for levels in [BitLevels.zeroOne, .minusOnePlusOne] {
            let x = FrameBuffer(.bit, frameCount: frames, shape: [size.inputs], levels: levels)
            numbers(size.inputs).pack(into: x, threshold: 0)
            let (layer, twin) = (
                try DenseAffine(outputShape: [size.outputs]), try DenseAffine(outputShape: [size.outputs])
            )
            try twin.sendCommand("host_only true")
            for layer in [layer, twin] {
                try layer.setInputShape([size.inputs])
                layer.parameters.tensors[1].fill(0.25)
            }
            let (y, wanted) = (try layer.forward(x, train: true), try twin.forward(x, train: true))
            #expect(LutKernelTests.deviation(y.frameMajorValues(), wanted.frameMajorValues()) < 1e-6)
            let dx = try #require(try layer.backward(dy, needsInputGradient: true))
            let wantedDx = try #require(try twin.backward(dy, needsInputGradient: true))
            #expect(LutKernelTests.deviation(dx.frameMajorValues(), wantedDx.frameMajorValues()) < 1e-5)
            for (gradient, wanted) in zip(layer.gradients.tensors, twin.gradients.tensors) {
                #expect(LutKernelTests.deviation(gradient.values, wanted.values) < 1e-5)
            }
        }
    }

    /// A row that ends in the middle of a tile is not written beyond its padding.
    @Test func nothingBeyondTheRowIsWritten() throws {
        let layer = try DenseAffine(outputShape: [2])
        try layer.setInputShape([4])
        let x = FrameBuffer(.bit, frameCount: 65, shape: [4])
        let y = try layer.forward(x, train: false)
        #expect(y.floatStride == 72)
        #expect((0..<65).allSatisfy { y.floats(0)[$0] == y.floats(0)[0] && y.floats(1)[$0] == y.floats(1)[0] })
    }
}
