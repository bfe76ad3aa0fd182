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
    /// Whether the last epoch could not be saved.
    var isAutomaticSavingFailing = false
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

    /// Reads the data, builds the net (or takes it from a checkpoint), opens the run's folder, and begins.
    func start() {
        do {
            let data = ExperimentData(dataset: try options.loadDataset(spec.data), target: spec.target)
            let ready: Experiment
            var origin: (path: String, bytes: [UInt8])?
            if let path = options.checkpointPath {
                let bytes = try CheckpointContainer.read(path)
                let checkpoint = try Checkpoint(decoding: bytes, path: path)
                ready = try Experiment(checkpoint, spec: spec, data: data, path: path)
                origin = (path, bytes)
            } else {
                ready = try Experiment(spec: spec, data: data)
            }
            let keeper = try RunKeeper(base: options.runsFolder, spec: spec, onRecord: options.onRecord)
            self.keeper = keeper
            adopt(ready)
            record(
                .start(
                    JournalRecord.Start(
                        experiment: spec.name, data: spec.data, seed: spec.seed, epochs: spec.epochs,
                        batchSize: ready.progress.batchSize, step: ready.progress.step,
                        origin: origin.map { keep($0.bytes, from: $0.path) }, time: Date(),
                        kernels: Kernels.selectedName)))
            activity = isTrainingDone ? .finished : .running(until: .end)
        } catch {
            fail(error)
        }
        work()
    }

    /// Makes an experiment the present one.
    func adopt(_ experiment: Experiment) {
        self.experiment = experiment
        keeper?.restart(at: experiment.progress.step)
        hasChangedSinceSaving = true
        evaluation = nil
        epochTestFigures = nil
        clock.reset()
        failure = nil
        watch = Watch(of: experiment.body)
        sweeper.reset()
    }

    /// Applies commands and trains until there is nothing to do.
    func work() {
        ticker.start()
        while activity != .ended {
            collectExports()
            collectHostOnlySpeed()
            if !isInSingleStep, let command = mailbox.take() {
                apply(command)
                publishIfStateChanged()
                continue
            }
            guard isWorking else { break }
            do {
                try advance()
                publishIfDue()
            } catch {
                fail(error)
            }
        }
        ticker.stop()
        clock.rest()
        publishNow()
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
            try evaluation.measureBatch(experiment)
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
        hasChangedSinceSaving = true
        let images = experiment.progress.batchSize
        try clock.measure(images: images, frames: images * experiment.framesPerImage) {
            try experiment.trainMiniBatch()
        }
        if let loss = experiment.histories.trainLoss.last, let metric = experiment.histories.trainMetric.last {
            keeper?.add(step: loss.step, loss: loss.value, metric: metric.value)
        }
        watch.noteChange()
        if let loss = experiment.histories.trainLoss.last, !loss.value.isFinite, !watch.hasWarnedOfDivergence {
            watch.hasWarnedOfDivergence = true
            note(.warning, "the loss is \(loss.value): training has diverged: lower learning_rate and restart")
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

    /// Adds a record to the journal.
    func record(_ record: JournalRecord) {
        guard let news = keeper?.append(record) else { return }
        events.append(
            SessionEvent(step: experiment?.progress.step ?? 0, time: Date(), level: news.level, text: news.text))
    }
}

/// The last events, oldest first.
struct EventLog {
    private static let capacity = 200
    private(set) var events: [SessionEvent] = []

    mutating func append(_ event: SessionEvent) {
        if events.count == Self.capacity { events.removeFirst() }
        events.append(event)
    }
}

extension Duration {
    /// The duration in seconds.
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
