import BinaryBrain
import Datasets
import Foundation

/// Schedules an experiment: takes commands, decides what the training does next and for how long, watches, saves, publishes. What
/// trains and measures is `ExperimentTraining`. It belongs to the session's queue.
final class ExperimentEngine {
    /// What it does next.
    enum Activity: Equatable {
        /// Training, until the goal is reached.
        case running(until: Goal)
        /// Waiting for a command.
        case paused
        /// All epochs are done.
        case finished
        /// The session has ended.
        case ended
    }

    /// When it pauses by itself.
    enum Goal: Equatable {
        case end
        case step(Int)
        case epoch(Int)
    }

    let options: SessionOptions
    let mailbox: Mailbox
    /// What somebody looks at.
    let focus: Locked<Focus>
    let publisher: SnapshotPublisher
    let log = RunLog()
    let checkpoints: CheckpointDesk
    let clock = WorkClock()
    let sweeper: ModulationSweeper
    let exports: ExportDesk
    let hostOnlyGauge: HostOnlyGauge
    private let firstSpec: ExperimentSpec
    private let ticker: WorkTicker

    /// What trains; nil until the data are read and the net is built.
    var training: ExperimentTraining?
    var activity = Activity.paused
    /// Why it cannot go on; nil if it can.
    var failure: String?
    /// A glimpse of the held-out part, while it is being taken.
    var preview: Evaluation?
    /// The measurement of the test set beside those of the epochs, while it is at work.
    var testMeasurement: TestMeasurement?
    /// Whether somebody has asked for one, which waits for the measurement at work.
    var isTestAsked = false
    /// The step at which the test set was measured last at the end of a training; nil before.
    var testedStep: Int?
    /// What those measurements have come to.
    var tests: [JournalRecord.Test] = []
    /// When the running measurement began.
    var measurementStart = ContinuousClock.now
    /// How long the last measurement at the end of an epoch took; nil before the first.
    var epochTestSeconds: Double?
    /// How long the last mini-batch took; nil if the next may take another time.
    var lastBatchDuration: Duration?
    /// How often there was to be an end, which was off because nothing could be saved.
    var refusedEnds = 0
    var watch = Watch()
    /// The loss of a device that was told of last.
    var toldLoss: String?
    var machine = MachineGauge()

    /// - Parameter wake: gets `work` called again, from any thread.
    init(
        spec: ExperimentSpec, options: SessionOptions, mailbox: Mailbox, focus: Locked<Focus>,
        publisher: SnapshotPublisher, wake: @escaping @Sendable () -> Void
    ) {
        exports = ExportDesk(wake: wake)
        hostOnlyGauge = HostOnlyGauge(wake: wake)
        checkpoints = CheckpointDesk(log: log)
        ticker = WorkTicker { [clock] in publisher.update { $0.showMiniBatch(clock.reading) } }
        firstSpec = spec
        self.options = options
        self.mailbox = mailbox
        self.focus = focus
        sweeper = ModulationSweeper { sweep in
            publisher.update {
                $0.modulationSweep = sweep
                return true
            }
        }
        self.publisher = publisher
    }

    /// The experiment, with as many epochs as were asked for last.
    var spec: ExperimentSpec { training?.spec ?? firstSpec }
    /// The state of the training; nil before it begins.
    var experiment: Experiment? { training?.experiment }
    /// Mini-batches trained.
    var step: Int { training?.step ?? 0 }

    /// Applies commands and trains until there is nothing to do.
    func work() {
        ticker.start()
        while activity != .ended {
            collectExports()
            collectHostOnlySpeed()
            tellOfDevice()
            if !isInSingleStep || mailbox.stop.isMade, let command = mailbox.take() {
                apply(command)
                publishIfStateChanged()
                continue
            }
            guard isWorking else { break }
            retryIfDue()
            do {
                try advance()
                mailbox.stop.within(publishIfDue)
            } catch is WorkStopped {
                // The command that asked for it waits in the mailbox; the state is that before the batch.
                continue
            } catch {
                fail(error)
            }
        }
        ticker.stop()
        clock.rest()
        // Fresh samples may take long, as on the reference code: whoever wants the end does not wait for them.
        mailbox.stop.within(publishNow)
    }

    /// Whether a mini-batch that was asked for is still to run: the next command comes after it, so three presses of a key
    /// are three mini-batches.
    private var isInSingleStep: Bool {
        guard isWorking, !isMeasuring, let training, !training.awaitsMeasurement,
            case .running(until: .step) = activity
        else { return false }
        return true
    }

    /// Whether a mini-batch may take so long that a request to stop cannot wait for its end.
    private var isBatchLong: Bool { lastBatchDuration.map { $0 >= Self.longBatch } ?? true }
    private static let longBatch = Duration.milliseconds(100)

    private var isWorking: Bool {
        guard failure == nil, training != nil else { return false }
        if case .running = activity { return true }
        return preview != nil || testMeasurement != nil || isTestAsked
    }

    var isTrainingDone: Bool { training?.isDone ?? false }

    /// The next piece of work: a batch of a measurement, or a mini-batch.
    private func advance() throws {
        guard let training else { return }
        if case .running = activity, try giveDueCommand(training) { return }
        if let preview {
            try measure(preview, of: training)
        } else if let testMeasurement {
            try measureTest(testMeasurement, of: training)
        } else if training.measurement != nil {
            try measureEpoch(training)
        } else if isTestAsked {
            beginTest(training)
        } else if training.awaitsMeasurement {
            try beginEpochMeasurement(training)
        } else if isTrainingDone, isFinalTestDue {
            beginTest(training)
        } else if isTrainingDone {
            finish()
        } else {
            try train(training)
        }
        pauseAtGoal()
    }

    private func train(_ training: ExperimentTraining) throws {
        let experiment = training.experiment
        observeGradients(experiment)
        let hadChanged = checkpoints.hasChanged
        checkpoints.hasChanged = true
        let images = experiment.progress.batchSize
        let start = ContinuousClock.now
        do {
            try clock.measure(images: images, frames: images * experiment.framesPerImage) {
                try training.trainMiniBatch(until: isBatchLong ? mailbox.stop : nil)
            }
            lastBatchDuration = ContinuousClock.now - start
        } catch let stopped as WorkStopped {
            checkpoints.hasChanged = hadChanged
            throw stopped
        }
        if let loss = experiment.histories.trainLoss.last, let metric = experiment.histories.trainMetric.last {
            log.keeper?.add(step: loss.step, loss: loss.value, metric: metric.value)
        }
        watch.noteChange()
        if let defect = experiment.trainer.defect {
            activity = .paused
            fail(checkpoints.divergence(defect, at: step))
            return
        }
        if !training.awaitsMeasurement { beginPreviewIfDue() }
    }

    private func pauseAtGoal() {
        guard case .running(let goal) = activity, let training else { return }
        switch goal {
        case .step(let step) where training.step >= step: activity = .paused
        case .epoch(let epoch) where training.epoch >= epoch: activity = .paused
        case .step, .epoch, .end: break
        }
    }

    /// All epochs are trained and measured, or the training ends before that.
    func finish() {
        do {
            // What is due now belongs to the state that is saved.
            while let training, try giveDueCommand(training) {}
        } catch is WorkStopped {
            return
        } catch {
            return fail(error)
        }
        activity = .finished
        if let experiment { checkpoints.saveQuietly(experiment, isAsked: isSomebodyAsking) }
        note(.info, ending)
    }

    /// How the training has ended, in words.
    var ending: String {
        guard let experiment, let stop = spec.earlyStop else { return "all \(spec.epochs) epochs are done" }
        var text =
            experiment.course.hasEnded(spec)
            ? "stopped early after epoch \(experiment.progress.epoch): no better \(stop.figure.rawValue) for \(stop.patience) "
                + (stop.patience == 1 ? "epoch" : "epochs")
            : "all \(spec.epochs) epochs are done"
        if let best = checkpoints.best {
            let value = stop.figure == .loss ? best.figures.loss : best.figures.metric
            let name = stop.figure == .loss ? "loss" : best.figures.kind.name
            text +=
                "; the best, with a \(experiment.data.dataset.heldOutPart.rawValue) \(name) of \(FigureText.shortest(Float(value))), is \(best.path)"
        }
        return text
    }

    /// The session cannot go on; a restart or a checkpoint may help.
    func fail(_ error: any Error) {
        failure = String(describing: error)
        dropMeasurement()
        note(.error, String(describing: error))
    }

    // MARK: Journal

    /// Adds a line to the event log and to the journal.
    func note(_ level: SessionEvent.Level, _ text: String) { log.note(level, text, at: step) }

    /// Whether a wish to save into the run's folder is a person's. Without somebody who looks, or on the way out, it is the program's
    /// own.
    var isSomebodyAsking: Bool { options.isWatched && !mailbox.stop.isMade }

    /// What the run's folder lacks, a sentence each.
    var missing: [String] { [checkpoints.missing(at: step)].compactMap { $0 } + (log.keeper?.missing ?? []) }

    /// Tries again now and then what the disk had no room for.
    private func retryIfDue() {
        log.retryIfDue(at: step)
        if let experiment, !isMeasuring { checkpoints.retryIfDue(experiment) }
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
