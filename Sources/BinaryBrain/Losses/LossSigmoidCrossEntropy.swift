/// Sigmoid and binary cross-entropy in one (manual §6.2.10.6): the last layer must not be a sigmoid.
///
///     s = 1 / (1 + e^−y)
///     L = −Σ ln max(10⁻⁷, t > 0 ? s : 1 − s) / (nodes · frames)        ∂L/∂y = (t > 0 ? s − 1 : s) / batch size
///
/// L is averaged over the frames of all calls.
public final class LossSigmoidCrossEntropy: LossFunction {
    public var average = RunningAverage()
    public var comparison: AnswerComparison { .nodes }
    private var buffers = LossBuffers()

    /// A loss with nothing collected.
    public init() {}

    public func calculate(_ y: FrameBuffer, target: FrameBuffer, batchSize: Int?) throws -> FrameBuffer {
        let (pair, divisor, dy) = try buffers.take(
            y, target: target, by: comparison, batchSize: batchSize, for: "loss SigmoidCrossEntropy")
        let scale = 1 / divisor
        let sum = pair.sumLosses(gradients: dy, scale: scale, Kernels.losses.logisticCrossEntropy)
        average.add(sum / Double(pair.nodeCount), weight: Double(pair.frameCount))
        return dy
    }
}

extension LossSigmoidCrossEntropy {
    /// What is known of the class.
    public static let card = TrainingCard<any LossFunction>(
        "SigmoidCrossEntropy", "cross-entropy of each node after a sigmoid"
    ) { _ in LossSigmoidCrossEntropy() }
}
