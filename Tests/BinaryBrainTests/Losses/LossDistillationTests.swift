import BinaryBrain
import Testing

@Suite struct LossDistillationTests {
    private let shape: Shape = [3, 2]

    private func oneHot(frames: Int) -> FrameBuffer {
        let t = FrameBuffer(.fp32, frameCount: frames, shape: shape)
        for frame in 0..<frames { for point in 0..<2 { t[frame: frame, node: (frame + point) % 3 * 2 + point] = 1 } }
        return t
    }

    @Test(arguments: [Float(1), 4], [Float(0), 0.5, 1]) func gradientIsThatOfTheLoss(temperature: Float, weight: Float)
        throws
    {
        let y = FrameBuffer.random(frames: 5, shape: shape, seed: 3, in: -2...2)
        let z = FrameBuffer.random(frames: 5, shape: shape, seed: 4, in: -2...2)
        let t = oneHot(frames: 5)
        let loss = LossDistillation(LossSoftmaxCrossEntropy(), temperature: temperature, weight: weight)
        loss.expect(z, for: t)
        let dy = try loss.calculate(y, target: t).frameMajorValues().map(Double.init)
        let numeric = try centralDifferences(
            count: dy.count, read: { y[frame: $0 / 6, node: $0 % 6] }, write: { y[frame: $0 / 6, node: $0 % 6] = $1 }
        ) {
            loss.clear()
            _ = try loss.calculate(y, target: t)
            return loss.loss
        }
        for (analytic, wanted) in zip(dy, numeric) { #expect(abs(analytic - wanted) < 2e-3, "\(analytic) \(wanted)") }
        if weight == 1 {
            loss.forget()
            loss.expect(y, for: t)
            loss.clear()
            let same = try loss.calculate(y, target: t).frameMajorValues()
            #expect(abs(loss.loss) < 1e-9 && same.allSatisfy { abs($0) < 1e-6 }, "who agrees has no loss")
        }
    }

    @Test func aTeacherThatWasNotAskedIsAnError() throws {
        let loss = LossDistillation(LossSoftmaxCrossEntropy(), temperature: 2, weight: 0.5)
        let y = FrameBuffer.random(frames: 5, shape: shape, seed: 3, in: -2...2)
        let t = oneHot(frames: 5)
        #expect(throws: BrainError.self) { try loss.calculate(y, target: t) }
        loss.expect(FrameBuffer.random(frames: 4, shape: shape, seed: 3, in: -2...2), for: t)
        #expect(throws: BrainError.self) { try loss.calculate(y, target: t) }
    }
}
