/// Mean or sum of squared errors (manual §6.2.10.2).
///
///     mean: L = Σ (y − t)² / (nodes · frames)    ∂L/∂y = 2 (y − t) / (nodes · batch size)
///     sum:  L = Σ (y − t)²                       ∂L/∂y = 2 (y − t)
///
/// `loss` is the average over the frames of all calls, or with `sum` the sum of all calls, as in the original. An answer that
/// is NaN makes L NaN (the original leaves it out of L, and its gradient destroys the net unseen).
public final class LossMeanSquaredError: LossFunction {
    /// How the errors of a frame become one number.
    public enum Reduction: String, Sendable, Hashable, CaseIterable {
        /// Divided by the number of nodes.
        case mean
        /// Added up.
        case sum
    }

    /// How the errors of a frame become one number.
    public let reduction: Reduction
    public var average = RunningAverage()
    public var comparison: AnswerComparison { .nodes }
    private var buffers = LossBuffers()

    /// A loss with nothing collected.
    public init(reduction: Reduction = .mean) { self.reduction = reduction }

    public func calculate(_ y: FrameBuffer, target: FrameBuffer, batchSize: Int?) throws -> FrameBuffer {
        let (pair, divisor, dy) = try buffers.take(
            y, target: target, by: comparison, batchSize: batchSize, for: "loss MeanSquaredError")
        let scale = reduction == .mean ? 2 / (Float(pair.nodeCount) * divisor) : 2
        let sum = pair.sumLosses(gradients: dy, scale: scale, Kernels.losses.squaredError)
        switch reduction {
        case .mean: average.add(sum / Double(pair.nodeCount), weight: Double(pair.frameCount))
        case .sum: average = RunningAverage(sum: average.sum + sum, weight: 1)
        }
        return dy
    }
}

extension LossMeanSquaredError {
    /// What is known of the class.
    public static let card = TrainingCard<any LossFunction>(
        "MeanSquaredError", "mean or sum of squared errors",
        fields: [.choice("reduction", Reduction.allCases.map(\.rawValue), "mean", "the mean or the sum over the nodes")]
    ) { fields in LossMeanSquaredError(reduction: fields.text("reduction") == "sum" ? .sum : .mean) }
}
