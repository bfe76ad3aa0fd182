/// Loss and metric over any number of batches.
public final class Meter {
    private let lossFunction: any LossFunction
    private let metricsFunction: any MetricsFunction

    /// A meter that has seen nothing.
    public init(loss: any LossFunction, metrics: any MetricsFunction) {
        lossFunction = loss
        metricsFunction = metrics
        loss.clear()
        metrics.clear()
    }

    /// Adds a batch of answers `y` to targets `t`.
    /// - Throws: `BrainError` if y and t do not fit each other.
    public func add(_ y: FrameBuffer, _ t: FrameBuffer) throws {
        _ = try lossFunction.calculate(y, target: t)
        try metricsFunction.calculate(y, target: t)
    }

    /// Mean loss of all batches.
    public var loss: Double { lossFunction.loss }
    /// Mean metric of all batches.
    public var metric: Double { metricsFunction.value }
}
