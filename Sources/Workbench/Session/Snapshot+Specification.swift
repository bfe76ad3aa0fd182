extension Snapshot {
    /// The snapshot of an experiment that has not begun.
    init(of spec: ExperimentSpec) {
        self.init(
            experiment: spec.name, dataset: spec.data, seed: spec.seed, epochs: spec.epochs, batchSize: spec.batchSize,
            learningRate: spec.optimizer.learningRate, metricKind: spec.metrics.kind)
        source = spec.source
        isLossMetric = spec.loss == .meanSquaredError && spec.metrics == .meanSquaredError
        modulation = spec.modulation.map { ModulationSnapshot(train: $0.train, test: $0.test, method: $0.method) }
    }
}
