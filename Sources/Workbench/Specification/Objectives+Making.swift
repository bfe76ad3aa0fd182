import BinaryBrain

extension LossSpecification {
    /// A loss that has seen nothing.
    func makeLoss() -> any LossFunction {
        switch self {
        case .softmaxCrossEntropy: return LossSoftmaxCrossEntropy()
        case .meanSquaredError: return LossMeanSquaredError()
        }
    }
}

extension MetricsSpecification {
    /// A metric that has seen nothing.
    func makeMetrics() -> any MetricsFunction {
        switch self {
        case .categoricalAccuracy: return MetricsCategoricalAccuracy()
        case .meanSquaredError: return MetricsMeanSquaredError()
        }
    }
}

extension OptimizerSpecification {
    /// An optimizer without variables.
    func makeOptimizer() -> any Optimizer {
        switch self {
        case .sgd(let rate): return OptimizerSgd(learningRate: Float(rate))
        case .adaGrad(let rate): return OptimizerAdaGrad(learningRate: Float(rate))
        case .adam(let rate, let beta1, let beta2):
            return OptimizerAdam(learningRate: Float(rate), beta1: Float(beta1), beta2: Float(beta2))
        }
    }
}
