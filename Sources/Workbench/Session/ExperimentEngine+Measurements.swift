import BinaryBrain
import Datasets
import Foundation

// Measurements: the one at the end of an epoch, and glimpses in between. There is at most one at a time.
extension ExperimentEngine {
    /// Images of a glimpse.
    static let previewSize = 256

    /// Whether a measurement is at work.
    var isMeasuring: Bool { preview != nil || training?.measurement != nil || testMeasurement != nil }

    /// Gives up a running measurement.
    func dropMeasurement() {
        preview = nil
        testMeasurement = nil
        training?.netHasChanged()
    }

    // MARK: The end of an epoch

    /// Begins to measure the whole held-out part.
    func beginEpochMeasurement(_ training: ExperimentTraining) throws {
        measurementStart = ContinuousClock.now
        // Who answers which class for which is counted for those who watch.
        if let change = try training.beginMeasurement(countsAnswers: options.isWatched) {
            note(.info, "recalibrate: \(change)")
        }
    }

    /// Measures a batch of the epoch's measurement, and takes the figures of what it completes.
    func measureEpoch(_ training: ExperimentTraining) throws {
        let measurement = training.measurement
        let figures = try mailbox.stop.within { try training.measureBatch() }
        clock.skip()
        if let confusion = measurement?.confusion { watch.confusion = confusion }
        guard let figures else { return }
        epochTestSeconds = (ContinuousClock.now - measurementStart).seconds
        let rates = clock.takeEpoch()
        log.record(
            .epoch(
                JournalRecord.Epoch(
                    epoch: figures.epoch, step: figures.step, train: figures.train,
                    heldOut: figures.heldOut, part: figures.part,
                    framesPerSecond: rates.frames, imagesPerSecond: rates.images)))
        checkpoints.saveAutomatically(training.experiment, figures.heldOut)
        clock.skip()
        guard isTrainingDone else { return }
        if isFinalTestDue { beginTest(training) } else { finish() }
    }

    // MARK: Glimpses

    /// Begins a glimpse of the held-out part if somebody watches and enough time has passed since the last.
    func beginPreviewIfDue() {
        guard options.isWatched, ContinuousClock.now >= watch.nextPreview else { return }
        beginPreview()
    }

    /// Begins a glimpse of the held-out part.
    private func beginPreview() {
        guard let experiment, experiment.data.heldOut.count > 0 else { return }
        watch.previewStart = ContinuousClock.now
        measurementStart = watch.previewStart
        let set = experiment.data.heldOut
        preview = experiment.evaluation(
            of: set, indices: ExperimentData.spread(Self.previewSize, over: set.count), countsAnswers: true)
    }

    /// Measures a batch of a glimpse, and takes its figures if that was the last.
    func measure(_ glimpse: Evaluation, of training: ExperimentTraining) throws {
        try mailbox.stop.within { try glimpse.measureBatch(training.experiment) }
        guard glimpse.isDone else { return }
        preview = nil
        if let confusion = glimpse.confusion { watch.confusion = confusion }
        watch.addProbe(glimpse.figures, step: step)
        let end = ContinuousClock.now
        watch.nextPreview = end + max(Watch.previewInterval, (end - watch.previewStart) * Watch.economy)
    }

    /// What was measured of the net is old, and who waits gets a glimpse of the new net.
    func netHasChanged() {
        dropMeasurement()
        if let experiment { watch.noteLayers(of: experiment.body) }
        watch.noteChange()
        sweeper.reset()
        guard options.isWatched else { return }
        if case .running = activity { return }
        beginPreview()
    }
}
