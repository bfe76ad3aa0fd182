import BinaryBrain
import Datasets
import Foundation

/// Drives an experiment: applies commands, trains, measures, publishes. It belongs to the session's queue.
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

    /// The experiment, with as many epochs as were asked for last.
    private(set) var spec: ExperimentSpec
    let options: SessionOptions
    let mailbox: Mailbox
    /// What somebody looks at.
    let focus: Locked<Focus>
    let publisher: SnapshotPublisher

    var experiment: Experiment?
    var keeper: RunKeeper?
    /// The newest file in the run's folder; nil before the first.
    var savedCheckpoint: JournalRecord.SavedCheckpoint?
    /// Whether that file is not the present state.
    var hasChangedSinceSaving = true
    var checkpoints = AutomaticCheckpoints()
    /// The newest file, wherever it is, whose net holds only finite numbers; nil before the first.
    var soundCheckpoint: (path: String, step: Int)?
    /// Whether the last epoch could not be saved.
    var isAutomaticSavingFailing = false
    /// When the next attempt is due then.
    var nextSavingAttempt = ContinuousClock.now
    /// Why the present state, or one after it, could not be saved in the run's folder; nil if it could, or was not to be.
    var savingFailure: String?
    var activity = Activity.paused
    /// Why it cannot go on; nil if it can.
    var failure: String?
    var evaluation: Evaluation?
    /// The test figures of an epoch whose training set is still being measured.
    var epochTestFigures: JournalRecord.Measurement?
    var events = EventLog()
    let clock = WorkClock()
    private let ticker: WorkTicker
    /// How long the last measurement at the end of an epoch took; nil before the first.
    var epochTestSeconds: Double?
    /// When the running measurement began.
    var evaluationStart = ContinuousClock.now
    var watch = Watch()
    /// How long the last mini-batch took; nil if the next may take another time.
    var lastBatchDuration: Duration?
    let sweeper: ModulationSweeper
    let exports: ExportDesk
    let hostOnlyGauge: HostOnlyGauge

    /// - Parameter wake: gets `work` called again, from any thread.
    init(
        spec: ExperimentSpec, options: SessionOptions, mailbox: Mailbox, focus: Locked<Focus>,
        publisher: SnapshotPublisher, wake: @escaping @Sendable () -> Void
    ) {
        exports = ExportDesk(wake: wake)
        hostOnlyGauge = HostOnlyGauge(wake: wake)
        ticker = WorkTicker { [clock] in publisher.update { $0.showMiniBatch(clock.reading) } }
        self.spec = spec
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

    /// Applies commands and trains until there is nothing to do.
    func work() {
        ticker.start()
        while activity != .ended {
            collectExports()
            collectHostOnlySpeed()
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

    /// Asks for another number of epochs in all.
    func setEpochs(_ count: Int) throws {
        spec = try spec.with(epochs: count)
        experiment?.spec = spec
    }

    /// Whether a mini-batch that was asked for is still to run: the next command comes after it, so three presses of a key
    /// are three mini-batches.
    private var isInSingleStep: Bool {
        guard isWorking, evaluation == nil, let progress = experiment?.progress, !progress.awaitsEvaluation,
            case .running(until: .step) = activity
        else { return false }
        return true
    }

    /// Whether a mini-batch may take so long that a request to stop cannot wait for its end.
    private var isBatchLong: Bool { lastBatchDuration.map { $0 >= Self.longBatch } ?? true }
    private static let longBatch = Duration.milliseconds(100)

    private var isWorking: Bool {
        guard failure == nil, experiment != nil else { return false }
        if case .running = activity { return true }
        return evaluation?.purpose == .preview
    }

    var isTrainingDone: Bool { experiment.map { $0.progress.epoch >= spec.epochs } ?? false }

    /// The next piece of work: a batch of a measurement, or a mini-batch.
    private func advance() throws {
        guard let experiment else { return }
        if let evaluation {
            try mailbox.stop.within { try evaluation.measureBatch(experiment) }
            if evaluation.purpose != .preview { clock.skip() }
            if evaluation.isDone { complete(evaluation) }
        } else if experiment.progress.awaitsEvaluation {
            beginEpochEvaluation()
        } else if isTrainingDone {
            finish()
        } else {
            try train(experiment)
        }
        pauseAtGoal()
    }

    private func train(_ experiment: Experiment) throws {
        observeGradients(experiment)
        let hadChanged = hasChangedSinceSaving
        hasChangedSinceSaving = true
        let images = experiment.progress.batchSize
        let start = ContinuousClock.now
        do {
            try clock.measure(images: images, frames: images * experiment.framesPerImage) {
                try experiment.trainMiniBatch(until: isBatchLong ? mailbox.stop : nil)
            }
            lastBatchDuration = ContinuousClock.now - start
        } catch let stopped as WorkStopped {
            hasChangedSinceSaving = hadChanged
            throw stopped
        }
        if let loss = experiment.histories.trainLoss.last, let metric = experiment.histories.trainMetric.last {
            keeper?.add(step: loss.step, loss: loss.value, metric: metric.value)
        }
        watch.noteChange()
        if let defect = experiment.trainer.defect {
            activity = .paused
            fail(divergence(defect))
            return
        }
        if experiment.progress.awaitsEvaluation == false { beginPreviewIfDue() }
    }

    private func pauseAtGoal() {
        guard case .running(let goal) = activity, let progress = experiment?.progress else { return }
        switch goal {
        case .step(let step) where progress.step >= step: activity = .paused
        case .epoch(let epoch) where progress.epoch >= epoch: activity = .paused
        default: break
        }
    }

    /// All epochs are trained and measured.
    func finish() {
        activity = .finished
        saveQuietly()
        note(.info, "all \(spec.epochs) epochs are done")
    }

    /// The session cannot go on; a restart or a checkpoint may help.
    func fail(_ error: any Error) {
        failure = String(describing: error)
        evaluation = nil
        note(.error, String(describing: error))
    }

    // MARK: Journal

    /// Adds a line to the event log and, unless a command's own record says it, to the journal.
    func note(_ level: SessionEvent.Level, _ text: String) {
        let event = SessionEvent(step: experiment?.progress.step ?? 0, time: Date(), level: level, text: text)
        events.append(event)
        if level == .steering { experiment?.steering.append(event) } else { record(.message(event)) }
    }

    /// What the run's folder lacks, a sentence each.
    var missing: [String] {
        let step = experiment?.progress.step ?? 0
        let unsaved =
            hasChangedSinceSaving ? savingFailure.map { "the state at step \(step) is not saved: \($0)" } : nil
        return [unsaved].compactMap { $0 } + (keeper?.missing ?? [])
    }

    /// Tries again now and then what the disk had no room for.
    private func retryIfDue() {
        if let keeper, keeper.isAttemptDue, let news = keeper.attempt() { announce(news) }
        if isAutomaticSavingFailing { retrySaving() }
    }

    /// Adds a record to the journal.
    func record(_ record: JournalRecord) {
        if let news = keeper?.append(record) { announce(news) }
    }

    /// Tells what the journal cannot hold: how it fares itself.
    private func announce(_ news: (level: SessionEvent.Level, text: String)) {
        let event = SessionEvent(
            step: experiment?.progress.step ?? 0, time: Date(), level: news.level, text: news.text)
        events.append(event)
        keeper?.announce(event)
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
