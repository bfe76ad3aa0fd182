import BinaryBrain
import Testing
import TestSupport

@Suite struct LossTests {
    /// A loss, the golden vector that it made, and how y must be drawn to lie inside its domain.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let range: ClosedRange<Double>
        /// How many times ∂`loss`/∂y the gradient is, by the original's definitions, for 3 × 4 nodes and 5 frames.
        let gradientFactor: Double
        let make: @Sendable () -> any LossFunction
    }

    static let cases = [
        Case(testDescription: "loss_softmaxce", range: -2...2, gradientFactor: 1) { LossSoftmaxCrossEntropy() },
        Case(testDescription: "loss_mse", range: -2...2, gradientFactor: 1) { LossMeanSquaredError() },
        Case(testDescription: "loss_mse_sum", range: -2...2, gradientFactor: 1) {
            LossMeanSquaredError(reduction: .sum)
        },
        Case(testDescription: "loss_ce", range: 0.2...0.8, gradientFactor: 1) { LossCrossEntropy() },
        Case(testDescription: "loss_bce", range: 0.2...0.8, gradientFactor: 1) { LossBinaryCrossEntropy() },
        Case(testDescription: "loss_sigmoidce", range: -2...2, gradientFactor: 12) { LossSigmoidCrossEntropy() },
    ]

    @Test(arguments: cases) func agreesWithTheOriginal(_ loss: Case) throws {
        let golden = try Golden.arrays(loss.testDescription)
        let function = loss.make()
        let y = golden["y"]!.frameBuffer()
        let t = golden["t"]!.frameBuffer()
        let dy = try function.calculate(y, target: t)
        #expect(Golden.deviation(of: dy, from: golden["dy"]!, name: "\(loss.testDescription)/dy") < 1e-5)
        #expect(abs(function.loss - golden["loss"]!.scalar) < 1e-5 * golden["loss"]!.scalar)
        let half = try function.calculate(y, target: t, batchSize: 48)
        #expect(Golden.deviation(of: half, from: golden["dy_mb2F"]!, name: "\(loss.testDescription)/dy_mb2F") < 1e-5)
        #expect(abs(function.loss - golden["loss_after2"]!.scalar) < 1e-5 * golden["loss_after2"]!.scalar)
        function.clear()
        #expect(function.loss == 0)
    }

    /// One class a pixel, chosen by a fixed pattern.
    private func oneHot(frames: Int, shape: Shape) -> FrameBuffer {
        let t = FrameBuffer(.fp32, frameCount: frames, shape: shape)
        let points = shape.count / shape[0]
        for frame in 0..<frames {
            for point in 0..<points { t[frame: frame, node: (frame + point) % shape[0] * points + point] = 1 }
        }
        t.poisonPadding()
        return t
    }

    @Test(arguments: cases) func gradientIsThatOfTheLoss(_ loss: Case) throws {
        let shape: Shape = [3, 4]
        let y = FrameBuffer.random(frames: 5, shape: shape, seed: 3, in: loss.range)
        let t = oneHot(frames: 5, shape: shape)
        let function = loss.make()
        let dy = try function.calculate(y, target: t).frameMajorValues().map(Double.init)
        let numeric = try centralDifferences(
            count: dy.count, read: { y[frame: $0 / 12, node: $0 % 12] },
            write: { y[frame: $0 / 12, node: $0 % 12] = $1 }
        ) {
            function.clear()
            _ = try function.calculate(y, target: t)
            return function.loss * loss.gradientFactor
        }
        #expect(relativeError(dy, numeric) < 1e-3)
    }

    @Test(arguments: cases) func paddingNeverCounts(_ loss: Case) throws {
        for frames in awkwardFrameCounts {
            let y = FrameBuffer.random(frames: frames, shape: [3, 4], seed: 5, in: loss.range)
            let function = loss.make()
            let dy = try function.calculate(y, target: oneHot(frames: frames, shape: [3, 4]))
            #expect(dy.isFinite)
            #expect(function.loss.isFinite)
        }
    }

    @Test(arguments: cases) func rejectsWhatDoesNotFit(_ loss: Case) {
        let y = FrameBuffer(.fp32, frameCount: 4, shape: [10])
        #expect(throws: BrainError.self) {
            try loss.make().calculate(y, target: FrameBuffer(.fp32, frameCount: 3, shape: [10]))
        }
        #expect(throws: BrainError.self) {
            try loss.make().calculate(y, target: FrameBuffer(.fp32, frameCount: 4, shape: [9]))
        }
        #expect(throws: BrainError.self) { try loss.make().calculate(y, target: y, batchSize: 0) }
    }

    @Test func softmaxWithoutTargetsGivesNoGradient() throws {
        let y = FrameBuffer.random(frames: 3, shape: [4], seed: 1)
        let loss = LossSoftmaxCrossEntropy()
        let dy = try loss.calculate(y, target: FrameBuffer(.fp32, frameCount: 3, shape: [4]))
        #expect(dy.frameMajorValues().allSatisfy { $0 == 0 })
        #expect(loss.loss == 0)
    }

    @Test func bitsCountAsTheirLevels() throws {
        let bits = FrameBuffer(frameMajor: [1, 0, 0, 1], shape: [2], dtype: .bit)
        var zeroOne = bits
        zeroOne.levels = .zeroOne
        let target = FrameBuffer(frameMajor: [1, 0, 0, 1], shape: [2])
        let loss = LossMeanSquaredError()
        _ = try loss.calculate(zeroOne, target: target)
        #expect(loss.loss == 0)
        loss.clear()
        _ = try loss.calculate(bits, target: target)
        #expect(loss.loss == 0.5)
    }

    /// With smoothed labels the loss is that of the smoothed targets, and the gradient its derivative.
    @Test func labelSmoothing() throws {
        let y = FrameBuffer.random(frames: 5, shape: [4], seed: 1)
        let hard = FrameBuffer(.fp32, frameCount: 5, shape: [4])
        let soft = FrameBuffer(.fp32, frameCount: 5, shape: [4])
        for frame in 0..<5 {
            hard[frame: frame, node: frame % 4] = 1
            for node in 0..<4 { soft[frame: frame, node: node] = node == frame % 4 ? 0.925 : 0.025 }
        }
        let smoothed = LossSoftmaxCrossEntropy(labelSmoothing: 0.1)
        let plain = LossSoftmaxCrossEntropy()
        let gradient = try smoothed.calculate(y, target: hard).frameMajorValues()
        let wanted = try plain.calculate(y, target: soft).frameMajorValues()
        #expect(zip(gradient, wanted).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(abs(smoothed.loss - plain.loss) < 1e-6)
        plain.clear()
        #expect(try plain.calculate(y, target: hard).frameMajorValues() != gradient)
        let card = LossSoftmaxCrossEntropy.card
        #expect((try card.make(["label_smoothing": .number(0.25)]) as? LossSoftmaxCrossEntropy)?.labelSmoothing == 0.25)
    }
}
