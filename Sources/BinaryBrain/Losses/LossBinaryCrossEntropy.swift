import Foundation

/// Cross-entropy of the probability of each node for itself (manual §6.2.10.4).
///
///     L = −Σ (t > 0 ? ln y : ln(1 − y)) / frames        ∂L/∂y = (t > 0 ? −1/y : 1/(1 − y)) / batch size
///
/// y must lie inside (0, 1): there is no safeguard at the ends, as in the original. L is averaged over the frames of all calls.
public final class LossBinaryCrossEntropy: LossFunction {
    public var average = RunningAverage()
    public var comparison: AnswerComparison { .nodes }
    private var buffers = LossBuffers()

    /// A loss with nothing collected.
    public init() {}

    public func calculate(_ y: FrameBuffer, target: FrameBuffer, batchSize: Int?) throws -> FrameBuffer {
        let (pair, divisor, dy) = try buffers.take(
            y, target: target, by: comparison, batchSize: batchSize, for: "loss BinaryCrossEntropy")
        let scale = 1 / divisor
        let sum = pair.sumLosses(gradients: dy, scale: scale) { y, t in
            t > 0 ? (-log(Double(y)), -1 / y) : (-log(Double(1 - y)), 1 / (1 - y))
        }
        average.add(sum, weight: Double(pair.frameCount))
        return dy
    }
}

extension LossBinaryCrossEntropy {
    /// What is known of the class.
    public static let card = TrainingCard<any LossFunction>(
        "BinaryCrossEntropy", "cross-entropy of the probability of each node"
    ) { _ in LossBinaryCrossEntropy() }
}
