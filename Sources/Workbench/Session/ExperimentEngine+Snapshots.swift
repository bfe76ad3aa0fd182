import BinaryBrain
import Foundation

extension ExperimentEngine {
    /// Publishes unless the last snapshot is only a moment old.
    func publishIfDue() {
        guard watch.isPublicationDue else { return publishIfStateChanged() }
        if options.isWatched {
            watch.turn(to: focus.withLock { $0 })
            if watch.isProbeDue { probe() }
            inspectIfDue(atRest: false)
            if watch.focus == .help { beginHostOnlyGauge() }
        }
        publish()
    }

    /// Publishes the state in which the engine comes to rest, with fresh samples.
    func publishNow() {
        if options.isWatched, activity != .ended {
            watch.turn(to: focus.withLock { $0 })
            if watch.hasNews, failure == nil { probe() }
            inspectIfDue(atRest: true)
            if watch.focus == .help { beginHostOnlyGauge() }
        }
        publish()
    }

    private func probe() {
        guard let experiment else { return }
        do {
            try watch.probe(experiment)
        } catch is WorkStopped {
            return
        } catch {
            watch.giveUp()
            note(.warning, "the samples cannot be shown: \(error)")
        }
    }

    /// Looks into what somebody looks at, and has the weights measured in the background if that is what it is.
    private func inspectIfDue(atRest: Bool) {
        guard let experiment else { return }
        do {
            if watch.isInspectionDue(atRest: atRest) { try watch.inspect(experiment, atRest: atRest) }
            if watch.focus == .modulation, experiment.net.modulation != nil {
                try sweeper.beginIfDue(experiment, atRest: atRest)
            }
        } catch is WorkStopped {
            return
        } catch {
            watch.giveUpInspection()
            note(.warning, "the net cannot be inspected: \(error)")
        }
    }

    /// Has the gradients of the next mini-batch noted if somebody looks at a layer.
    func observeGradients(_ experiment: Experiment) {
        if options.isWatched { watch.turn(to: focus.withLock { $0 }) }
        guard watch.layerInspector != nil else {
            experiment.trainer.gradientObserver = nil
            return
        }
        experiment.trainer.gradientObserver = { [unowned self, unowned experiment] in
            watch.noteGradients(step: experiment.progress.step + 1)
        }
    }

    private func publish() {
        let snapshot = makeSnapshot()
        watch.published(snapshot.state)
        publisher.publish(snapshot)
    }

    /// Publishes at once what the engine does from now on, which may last.
    func publishIfStateChanged() {
        guard runState != watch.publishedState else { return }
        publish()
    }

    private var runState: RunState {
        if activity == .ended { return .stopped }
        if let failure { return .failed(failure) }
        switch activity {
        case .running:
            if experiment == nil { return .starting }
            if mailbox.asksToPause { return .pausing }
            return training?.measurement == nil && testMeasurement == nil ? .training : .evaluating
        case .paused: return .paused
        case .finished: return .finished
        case .ended: return .stopped
        }
    }

    private func makeSnapshot() -> Snapshot {
        var snapshot = Snapshot(of: spec)
        snapshot.state = runState
        snapshot.events = log.events
        snapshot.runDirectory = log.directory?.path
        snapshot.missing = missing
        snapshot.refusedEnds = refusedEnds
        snapshot.export = exports.running
        if options.isWatched { snapshot.machine = machine.read(runFolder: snapshot.runDirectory) }
        guard let experiment else { return snapshot }
        let progress = experiment.progress
        snapshot.step = progress.step
        snapshot.epoch = progress.epoch
        snapshot.stepInEpoch = progress.stepInEpoch
        snapshot.stepsPerEpoch = experiment.stepsPerEpoch
        snapshot.batchSize = progress.batchSize
        snapshot.learningRate = experiment.trainer.optimizer.learningRate.shortestDouble
        if spec.schedule != .constant {
            snapshot.schedule = ScheduleSnapshot(
                name: spec.schedule.name, learningRate: Double(experiment.scheduledLearningRate))
        }
        if activity == .finished, spec.earlyStop != nil { snapshot.ending = ending }
        if progress.trainModulation > 0 {
            snapshot.modulation = ModulationSnapshot(
                train: progress.trainModulation, test: progress.testModulation, method: progress.method,
                isBinary: experiment.net.modulation?.realToBinary.isBinary != false)
        }
        snapshot.device = deviceInUse
        snapshot.layers = watch.table?.snapshots ?? []
        snapshot.samples = watch.samples
        snapshot.confusion = watch.confusion
        snapshot.layerInspection = watch.layerInspection
        snapshot.lutInspection = watch.lutInspection
        snapshot.modulationSweep = sweeper.sweep
        snapshot.classNames = spec.target == .labels ? experiment.data.dataset.classNames : []
        snapshot.trainLoss = experiment.histories.trainLoss
        snapshot.trainMetric = experiment.histories.trainMetric
        snapshot.testLoss = experiment.histories.testLoss
        snapshot.testMetric = experiment.histories.testMetric
        snapshot.probeLoss = watch.probeLoss
        snapshot.probeMetric = watch.probeMetric
        snapshot.testSize = experiment.data.heldOut.count
        snapshot.heldOutPart = experiment.data.dataset.heldOutPart
        snapshot.tests = tests
        snapshot.probeSize = min(Self.previewSize, experiment.data.heldOut.count)
        snapshot.steering = experiment.steering
        snapshot.imagesLeft = imagesLeft(experiment)
        snapshot.testSecondsLeft = (epochTestSeconds ?? 0) * Double(max(0, spec.epochs - progress.epoch))
        snapshot.hostOnlyFactor = hostOnlyGauge.factor
        snapshot.work = testProgress
        snapshot.isUnsaved = checkpoints.hasChanged
        snapshot.show(clock.reading)
        return snapshot
    }

    /// Images still to train.
    private func imagesLeft(_ experiment: Experiment) -> Int {
        let progress = experiment.progress
        let batches = experiment.order.permutation.count / progress.batchSize
        let epochsAfterThis = max(0, spec.epochs - progress.epoch - 1)
        let rest = progress.epoch < spec.epochs ? experiment.order.remainingBatches(of: progress.batchSize) : 0
        return (rest + epochsAfterThis * batches) * progress.batchSize
    }

    /// The measurement at work, if it has lasted for long enough to be worth a word.
    private var testProgress: WorkProgress? {
        guard let fraction = preview?.fraction ?? training?.measurement?.fraction ?? testMeasurement?.fraction else {
            return nil
        }
        let time = ContinuousClock.now - measurementStart
        guard time >= WorkClock.worthAWord else { return nil }
        return WorkProgress(kind: .test, fraction: fraction, seconds: time.seconds)
    }
}

extension Snapshot {
    /// Shows a mini-batch that is still at work; false, and nothing done, if none is, or not for long.
    mutating func showMiniBatch(_ reading: WorkClock.Reading) -> Bool {
        guard reading.miniBatch != nil else { return false }
        work = reading.miniBatch
        show(reading)
        return true
    }

    /// Shows the speed, and how long the rest takes at it.
    mutating func show(_ reading: WorkClock.Reading) {
        imagesPerSecond = reading.rates.images
        framesPerSecond = reading.rates.frames
        secondsLeft =
            reading.rates.images > 0
            ? max(0, Double(imagesLeft) - reading.imagesDone) / reading.rates.images + testSecondsLeft : nil
    }
}
