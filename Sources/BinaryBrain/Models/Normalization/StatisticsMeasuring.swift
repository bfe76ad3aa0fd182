/// A layer that measures means and variances while it trains, for use when it does not.
public protocol StatisticsMeasuring: Model {
    /// Share of the old running statistics that a training step keeps.
    var momentum: Float { get set }
    /// Running mean of each node.
    var runningMean: Tensor { get }
    /// Running variance of each node.
    var runningVariance: Tensor { get }
    /// Whether a forward that trains moves them now.
    var isMeasuring: Bool { get }
}

extension StatisticsMeasuring {
    /// The running statistics, which a forward that trains moves.
    public func rememberForwardState() -> (() -> Void)? {
        let tensors = [runningMean, runningVariance].map { $0.remembered() }
        return { for putBack in tensors { putBack() } }
    }
}
