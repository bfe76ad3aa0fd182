/// A layer that measures its signals as it trains, for use when it does not.
public protocol MeasuringLayer: Model {
    /// Running means and variances.
    var runningStatistics: [Tensor] { get }
}

extension BatchNormalization: MeasuringLayer {
    /// Mean and variance of each node.
    public var runningStatistics: [Tensor] { [runningMean, runningVariance] }
}

extension StochasticBatchNormalization: MeasuringLayer {
    /// Mean and variance of each node.
    public var runningStatistics: [Tensor] { [runningMean, runningVariance] }
}

extension DifferentiableLut: MeasuringLayer {
    /// Mean and variance of each node.
    public var runningStatistics: [Tensor] { [runningMean, runningVariance] }
}
