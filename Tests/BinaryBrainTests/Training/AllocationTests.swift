import Testing

@testable import BinaryBrain

/// A training step after the first few works in memory that is already there: forward, loss, metric, backward and Adam.
@Suite struct AllocationTests {
    @Test func denseNet() throws {
        try expectNoAllocation(
            Sequential([
                try DenseAffine(outputShape: [64]), try BatchNormalization(), try ReLU(), try Dropout(),
                try DenseAffine(outputShape: [10]),
            ]), input: [100])
    }

    @Test func convolutionNet() throws {
        try expectNoAllocation(
            Sequential([
                try Convolution2d(DenseAffine(outputShape: [8]), filterSize: PlaneSize(3)), try BatchNormalization(),
                try ReLU(), try MaxPooling(), try DenseAffine(outputShape: [10]),
            ]), input: [2, 12, 12])
    }

    @Test func convolutionNetOfLuts() throws {
        try expectNoAllocation(
            Sequential([
                try RealToBinary(frameModulationSize: 3),
                try Convolution2d(DifferentiableLut(outputShape: [24]), filterSize: PlaneSize(3)), try MaxPooling(),
                try DifferentiableLut(outputShape: [10]), try BinaryToReal(frameIntegrationSize: 3),
            ]), input: [2, 12, 12])
    }

    private func expectNoAllocation(_ net: any Model, input: Shape) throws {
        try net.setInputShape(input)
        let trainer = try Trainer(
            net: net, loss: LossSoftmaxCrossEntropy(), metrics: MetricsCategoricalAccuracy(), optimizer: OptimizerAdam()
        )
        let x = FrameBuffer.random(frames: 33, shape: input, seed: 1, in: 0...1)
        let t = FrameBuffer(frameMajor: (0..<33 * 10).map { $0 % 10 == $0 / 10 % 10 ? 1 : 0 }, shape: [10])
        for _ in 0..<3 { _ = try trainer.step(x, t) }
        let counter = AllocationCounter()
        try AllocationCounter.$current.withValue(counter) { for _ in 0..<10 { _ = try trainer.step(x, t) } }
        #expect(counter.blocks == 0 && counter.bytes == 0)
    }
}
