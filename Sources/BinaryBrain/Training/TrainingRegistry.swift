/// The losses, metrics and optimizers that experiment files know; a line for each.
public enum TrainingRegistry {
    /// The losses that `loss:` of an experiment file names.
    public static let losses = TrainingCards<any LossFunction>([
        LossSoftmaxCrossEntropy.card, LossMeanSquaredError.card, LossCrossEntropy.card, LossBinaryCrossEntropy.card,
        LossSigmoidCrossEntropy.card,
    ])
    /// The metrics that `metrics:` of an experiment file names.
    public static let metrics = TrainingCards<any MetricsFunction>([
        MetricsCategoricalAccuracy.card, MetricsMeanSquaredError.card, MetricsBinaryCategoricalAccuracy.card,
    ])
    /// The optimizers that `optimizer:` of an experiment file names.
    public static let optimizers = TrainingCards<any Optimizer>([
        OptimizerAdaGrad.card, OptimizerAdam.card, OptimizerAdam.decayingCard, OptimizerSgd.card,
    ])
}
