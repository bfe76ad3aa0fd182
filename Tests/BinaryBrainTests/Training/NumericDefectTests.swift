import KernelInterface
import Testing

@testable import BinaryBrain

/// What a trainer notices of numbers that are not finite.
@Suite("Numbers that are not finite, noticed in the step")
struct NumericDefectTests {
    private func trainer(_ layers: [any Model], rate: Float = 0.01, _ optimizer: (any Optimizer)? = nil) throws
        -> Trainer
    {
        let net = Sequential(layers)
        try net.setInputShape([6])
        return try Trainer(
            net: net, loss: LossMeanSquaredError(), metrics: MetricsMeanSquaredError(),
            optimizer: optimizer ?? OptimizerSgd(learningRate: rate))
    }

    private let t = FrameBuffer.random(frames: 9, shape: [3], seed: 2)

    @Test("an input: nothing is trained with it") func input() throws {
        let trainer = try trainer([DenseAffine(outputShape: [5]), ReLU(), DenseAffine(outputShape: [3])])
        let before = trainer.net.parameters.tensors.map(\.values)
        let x = FrameBuffer.random(frames: 9, shape: [6], seed: 1)
        x[frame: 4, node: 2] = .nan
        let result = try trainer.step(x, t)
        #expect(result.loss.isNaN)
        #expect(trainer.defect == NumericDefect(kind: .input, layer: nil))
        #expect(trainer.net.parameters.tensors.map(\.values) == before)
        // The next mini-batch trains as if there had been none.
        _ = try trainer.step(FrameBuffer.random(frames: 9, shape: [6], seed: 1), t)
        #expect(trainer.defect == nil)
        #expect(trainer.net.parameters.tensors.map(\.values) != before)
    }

    @Test("an output, by the layer that made it") func output() throws {
        let culprit = try DenseAffine(outputShape: [5], name: "culprit")
        let first = try DenseAffine(outputShape: [4])
        let trainer = try trainer([
            first, Sequential([culprit, ReLU()]), DenseAffine(outputShape: [3]),
        ])
        first.weights?.fill(1)
        culprit.weights?.fill(3e38)
        let x = FrameBuffer.random(frames: 9, shape: [6], seed: 1, in: 1...2)
        _ = try trainer.step(x, t)
        #expect(trainer.defect == NumericDefect(kind: .output, layer: "layer 1 culprit"))
    }

    @Test("a parameter, with every optimizer, wherever it lies in its block", arguments: [0, 7, 8, 11])
    func parameter(place: Int) throws {
        for optimizer in [OptimizerSgd(), OptimizerAdaGrad(), OptimizerAdam()] as [any Optimizer] {
            let first = try DenseAffine(outputShape: [2], seed: 3)
            let trainer = try trainer([first, DenseAffine(outputShape: [3])], optimizer)
            let x = FrameBuffer.random(frames: 9, shape: [6], seed: 1)
            _ = try trainer.step(x, t)
            #expect(trainer.defect == nil)
            // A gradient that another backward has left.
            first.gradients.tensors[0][place] = .infinity
            _ = try trainer.step(x, t)
            #expect(trainer.defect == NumericDefect(kind: .parameter, layer: "layer 0 DenseAffine"), "\(optimizer)")
        }
    }

    @Test("a running statistic") func statistic() throws {
        let trainer = try trainer([BatchNormalization(name: "norm"), DenseAffine(outputShape: [3])])
        let x = FrameBuffer.random(frames: 9, shape: [6], seed: 1)
        for frame in 0..<9 { x[frame: frame, node: 3] = frame % 2 == 0 ? 1e30 : -1e30 }
        let result = try trainer.step(x, t)
        #expect(result.loss.isFinite)
        #expect(trainer.defect == NumericDefect(kind: .statistic, layer: "layer 0 norm"))
        #expect(NumericDefect(in: trainer.net) == trainer.defect)
    }

    @Test("numbers that are not finite, at every place of a row", arguments: [1, 7, 8, 9, 33])
    func rows(count: Int) {
        for value in [Float.nan, .infinity, -.infinity, -.nan, .signalingNaN] {
            for place in 0..<count {
                var row = (0..<count).map { Float($0) * -1e37 }
                #expect(row.withUnsafeBufferPointer(\.isFinite))
                row[place] = value
                #expect(!row.withUnsafeBufferPointer(\.isFinite), "\(value) at \(place)")
            }
        }
    }

    @Test("both optimizers' kernels say so, at every place", arguments: LutKernelTests.builds, [1, 7, 8, 20])
    func kernels(build: String, count: Int) {
        for kernels in [LutKernelTests.table(build).elements, ElementReference.table] {
            for (place, value) in [(0, Float.nan), (count - 1, .nan), (count / 2, .infinity), (0, 1)] {
                let tensors = (0..<4).map { _ in Tensor([Float](repeating: 1, count: count), shape: [count]) }
                tensors[1][place] = value
                let base = tensors.map { $0.floats.baseAddress! }
                let step = AdamStep(rate: 0.1, rest1: 0.1, rest2: 0.1, zeroesGradients: true)
                let block = AdamBlock(
                    parameters: base[0], gradients: base[1], means: base[2], squares: base[3], count: count)
                #expect(kernels.adam(step, block) == value.isFinite)
                tensors[1][place] = value
                for tensor in [tensors[0], tensors[3]] { tensor.fill(1) }
                let other = AdaGradBlock(
                    parameters: base[0], gradients: base[1], squares: base[3], count: count, rate: 0.1,
                    zeroesGradients: true)
                #expect(kernels.adaGrad(other) == value.isFinite)
                // The kernels know only where the numbers are.
                withExtendedLifetime(tensors) {}
            }
        }
    }

    @Test("answers that are NaN are never right, and no loss hides them") func lossesAndMetrics() throws {
        let y = FrameBuffer(frameMajor: [.nan, 0.5, 0.25, 0.75], shape: [2])
        let t = FrameBuffer(frameMajor: [1, 0, 0, 1], shape: [2])
        for loss in [
            LossMeanSquaredError(), LossSoftmaxCrossEntropy(), LossSigmoidCrossEntropy(), LossBinaryCrossEntropy(),
            LossCrossEntropy(),
        ] as [any LossFunction] {
            _ = try loss.calculate(y, target: t)
            #expect(loss.loss.isNaN, "\(loss)")
        }
        let categorical = MetricsCategoricalAccuracy()
        try categorical.calculate(y, target: t)
        #expect(categorical.value == 0.5)
        let binary = MetricsBinaryCategoricalAccuracy()
        try binary.calculate(y, target: FrameBuffer(frameMajor: [0, 0, 0, 1], shape: [2]))
        #expect(binary.value == 0.75)
    }
}
