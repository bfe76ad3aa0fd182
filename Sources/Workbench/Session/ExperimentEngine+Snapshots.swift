import Foundation

extension ExperimentEngine {
    /// Publishes unless the last snapshot is only a moment old.
    func publishIfDue() {
        guard watch.isPublicationDue else { return }
        if options.isWatched, watch.isProbeDue { probe() }
        publish()
    }

    /// Publishes the state in which the engine comes to rest, with fresh samples.
    func publishNow() {
        if options.isWatched, watch.hasNews, activity != .ended, failure == nil { probe() }
        publish()
    }

    private func probe() {
        guard let experiment else { return }
        do {
            try watch.probe(experiment)
        } catch {
            watch.hasNews = false
            note(.warning, "the samples cannot be shown: \(error)")
        }
    }

    private func publish() {
        watch.published()
        publisher.publish(makeSnapshot())
    }

    private var runState: RunState {
        if activity == .ended { return .stopped }
        if let failure { return .failed(failure) }
        switch activity {
        case .running:
            if experiment == nil { return .starting }
            return evaluation == nil || evaluation?.purpose == .preview ? .training : .evaluating
        case .paused: return .paused
        case .finished: return .finished
        case .ended: return .stopped
        }
    }

    private func makeSnapshot() -> Snapshot {
        var snapshot = Snapshot(of: spec)
        snapshot.state = runState
        snapshot.events = events.events
        snapshot.runDirectory = keeper?.directory?.path
        guard let experiment else { return snapshot }
        let progress = experiment.progress
        snapshot.step = progress.step
        snapshot.epoch = progress.epoch
        snapshot.stepInEpoch = progress.stepInEpoch
        snapshot.stepsPerEpoch = experiment.stepsPerEpoch
        snapshot.batchSize = progress.batchSize
        snapshot.learningRate = Double(experiment.trainer.optimizer.learningRate)
        if progress.trainModulation > 0 {
            snapshot.modulation = ModulationSnapshot(
                train: progress.trainModulation, test: progress.testModulation, method: progress.method)
        }
        snapshot.layers = watch.table?.snapshots ?? []
        snapshot.samples = watch.samples
        snapshot.classNames = spec.target == .labels ? experiment.data.dataset.classNames : []
        snapshot.trainLoss = experiment.histories.trainLoss
        snapshot.trainMetric = experiment.histories.trainMetric
        snapshot.testLoss = experiment.histories.testLoss
        snapshot.testMetric = experiment.histories.testMetric
        snapshot.steering = experiment.steering
        snapshot.imagesPerSecond = throughput.imagesPerSecond
        snapshot.framesPerSecond = throughput.framesPerSecond
        snapshot.secondsLeft = secondsLeft(experiment)
        return snapshot
    }

    /// Images still to train, at the present speed.
    private func secondsLeft(_ experiment: Experiment) -> Double? {
        guard throughput.imagesPerSecond > 0 else { return nil }
        let progress = experiment.progress
        let batches = experiment.order.permutation.count / progress.batchSize
        let epochsAfterThis = max(0, spec.epochs - progress.epoch - 1)
        let rest = progress.epoch < spec.epochs ? experiment.order.remainingBatches(of: progress.batchSize) : 0
        return Double((rest + epochsAfterThis * batches) * progress.batchSize) / throughput.imagesPerSecond
    }
}
