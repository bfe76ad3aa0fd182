import Datasets
import Foundation

extension ExperimentEngine {
    /// Test images of a glimpse.
    static let previewSize = 256

    /// Begins to measure the whole test set.
    func beginEpochEvaluation() {
        guard let data = experiment?.data else { return }
        evaluationStart = ContinuousClock.now
        evaluation = makeEvaluation(
            .epoch, of: data.test, indices: (0..<Int32(data.test.count)).map { $0 })
    }

    /// Begins a glimpse of the test set if somebody watches and enough time has passed since the last.
    func beginPreviewIfDue() {
        guard options.isWatched, ContinuousClock.now >= watch.nextPreview else { return }
        beginPreview()
    }

    /// Begins a glimpse of the test set.
    func beginPreview() {
        guard let data = experiment?.data, data.test.count > 0 else { return }
        watch.previewStart = ContinuousClock.now
        evaluationStart = watch.previewStart
        evaluation = makeEvaluation(
            .preview, of: data.test, indices: ExperimentData.spread(Self.previewSize, over: data.test.count))
    }

    private func makeEvaluation(_ purpose: Evaluation.Purpose, of samples: SampleSet, indices: [Int32]) -> Evaluation {
        // Who answers which class for which is counted for those who watch, on the test set.
        let counts = options.isWatched && purpose != .epochTraining && spec.target == .labels
        return Evaluation(
            purpose, of: samples, indices: indices, batchSize: spec.evaluate.batchSize, spec: spec,
            confusion: counts
                ? ConfusionMatrix(classCount: samples.classCount, step: experiment?.progress.step ?? 0) : nil)
    }

    /// A running measurement would mix two nets: the epoch's begins again, and who waits gets a glimpse of the new net.
    func netHasChanged() {
        evaluation = nil
        epochTestFigures = nil
        watch.noteChange()
        sweeper.reset()
        guard options.isWatched else { return }
        if case .running = activity { return }
        beginPreview()
    }

    /// Takes the figures of a finished measurement.
    func complete(_ finished: Evaluation) {
        evaluation = nil
        guard let experiment else { return }
        if let confusion = finished.confusion { watch.confusion = confusion }
        let figures = JournalRecord.Measurement(loss: finished.loss, metric: finished.metric, kind: spec.metrics.kind)
        switch finished.purpose {
        case .preview:
            watch.addProbe(figures, step: experiment.progress.step)
            let end = ContinuousClock.now
            watch.nextPreview = end + max(Watch.previewInterval, (end - watch.previewStart) * Watch.economy)
        case .epoch:
            appendTestFigures(figures, to: experiment)
            if spec.evaluate.measuresTrainingSet {
                epochTestFigures = figures
                let train = experiment.data.train
                evaluation = makeEvaluation(
                    .epochTraining, of: train, indices: (0..<Int32(train.count)).map { $0 })
            } else {
                let images = Double(max(1, experiment.progress.imageCount))
                finishEpoch(
                    train: JournalRecord.Measurement(
                        loss: experiment.progress.lossSum / images, metric: experiment.progress.metricSum / images,
                        kind: spec.metrics.kind),
                    test: figures)
            }
        case .epochTraining:
            if let test = epochTestFigures { finishEpoch(train: figures, test: test) }
            epochTestFigures = nil
        }
    }

    private func appendTestFigures(_ figures: JournalRecord.Measurement, to experiment: Experiment) {
        experiment.histories.testLoss.append(step: experiment.progress.step, value: Float(figures.loss))
        experiment.histories.testMetric.append(step: experiment.progress.step, value: Float(figures.metric))
    }

    private func finishEpoch(train: JournalRecord.Measurement, test: JournalRecord.Measurement) {
        guard let experiment else { return }
        experiment.finishEpoch()
        epochTestSeconds = (ContinuousClock.now - evaluationStart).seconds
        let rates = clock.reading.rates
        record(
            .epoch(
                JournalRecord.Epoch(
                    epoch: experiment.progress.epoch, step: experiment.progress.step, train: train, test: test,
                    framesPerSecond: rates.frames, imagesPerSecond: rates.images)))
        saveAutomatically(test)
        if isTrainingDone { finish() }
    }
}
