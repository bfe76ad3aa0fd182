import BinaryBrain

// The test set, where epochs are measured on a validation part: once at the end, and when somebody asks.
extension ExperimentEngine {
    /// Whether the test set is still to be measured before the training is over: there is a validation part that epochs were
    /// measured on, and no measurement of this state.
    var isFinalTestDue: Bool {
        guard let experiment, experiment.data.dataset.validation != nil else { return false }
        return testedStep != experiment.progress.step
    }

    /// Begins to measure the test set with the present net.
    func beginTest(_ training: ExperimentTraining) {
        isTestAsked = false
        measurementStart = ContinuousClock.now
        testMeasurement = TestMeasurement(of: training.experiment)
    }

    /// Measures a batch of the test set, and takes the figures if that was the last. At the end of the training the best epoch's net
    /// is measured after the present one.
    func measureTest(_ measurement: TestMeasurement, of training: ExperimentTraining) throws {
        let figures = try mailbox.stop.within { try measurement.measureBatch(training.experiment) }
        clock.skip()
        guard let figures else { return }
        testMeasurement = nil
        tests.append(figures)
        log.record(.test(figures))
        note(.info, "\(figures)")
        guard isTrainingDone else { return }
        testedStep = step
        if measurement.isOfPresentNet, beginTestOfBest(training) { return }
        if activity != .finished { finish() }
    }

    /// Begins to measure the test set with the net of the best epoch, if that is another than the present one.
    private func beginTestOfBest(_ training: ExperimentTraining) -> Bool {
        guard let path = checkpoints.bestPath else { return false }
        do {
            let checkpoint = try Checkpoint(decoding: CheckpointContainer.read(path), path: path)
            guard checkpoint.progress.step != step else { return false }
            measurementStart = ContinuousClock.now
            testMeasurement = try TestMeasurement(of: checkpoint, path: path, experiment: training.experiment)
            return true
        } catch {
            note(.warning, "the best epoch is not measured on the test set: \(error)")
            return false
        }
    }
}
