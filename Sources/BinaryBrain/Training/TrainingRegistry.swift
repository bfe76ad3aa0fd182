/// The losses, metrics and optimizers that experiment files know; a line for each.
public enum TrainingRegistry {
    /// The losses.
    public static let losses = TrainingCards<any LossFunction>([
        LossSoftmaxCrossEntropy.card, LossMeanSquaredError.card, LossCrossEntropy.card, LossBinaryCrossEntropy.card,
        LossSigmoidCrossEntropy.card,
    ])
    /// The metrics.
    public static let metrics = TrainingCards<any MetricsFunction>([
        MetricsCategoricalAccuracy.card, MetricsMeanSquaredError.card, MetricsBinaryCategoricalAccuracy.card,
    ])
    /// The optimizers.
    public static let optimizers = TrainingCards<any Optimizer>([
        OptimizerAdaGrad.card, OptimizerAdam.card, OptimizerAdam.decayingCard, OptimizerSgd.card,
    ])
}
