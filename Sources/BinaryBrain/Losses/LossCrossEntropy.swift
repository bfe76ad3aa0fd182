import Foundation

/// Cross-entropy of probabilities, without a softmax (manual §6.2.10.3).
///
///     L = −Σ_{t > 0} t ln y / frames        ∂L/∂y = t > 0 ? −t / (y · batch size) : 0
///
/// The original leaves the factor t out of L, which is the same for targets of 0 and 1.
/// y must be positive where t is: there is no safeguard near 0, as in the original. L is averaged over the frames of all calls.
public final class LossCrossEntropy: LossFunction {
    public var average = RunningAverage()
    public var comparison: AnswerComparison { .classes }
    private var buffers = LossBuffers()

    /// A loss with nothing collected.
    public init() {}

    public func calculate(_ y: FrameBuffer, target: FrameBuffer, batchSize: Int?) throws -> FrameBuffer {
        let (pair, divisor, dy) = try buffers.take(
            y, target: target, by: comparison, batchSize: batchSize, for: "loss CrossEntropy")
        let scale = 1 / divisor
        let sum = pair.sumLosses(gradients: dy, scale: scale) { y, t in
            t > 0 ? (-log(Double(y)) * Double(t), -t / y) : (0, 0)
        }
        average.add(sum, weight: Double(pair.frameCount))
        return dy
    }
}

extension LossCrossEntropy {
    /// What is known of the class.
    public static let card = TrainingCard<any LossFunction>(
        "CrossEntropy", "cross-entropy of probabilities, for classes"
    ) { _ in LossCrossEntropy() }
}
