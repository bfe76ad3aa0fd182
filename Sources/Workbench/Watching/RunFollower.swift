import BinaryBrain
import Datasets
import Foundation

/// Follows a run that another process trains, by what it writes: its journal, its event file and its checkpoints.
final class RunFollower {
    private let directory: RunDirectory
    private let net: WatchedNet?
    private let onRecord: (@Sendable (JournalRecord) -> Void)?
    private var journal: JournalTail
    private var board: BoardTail
    private var curves = RunCurves()
    private var events = EventLog()
    private var newestCheckpoint: String?
    /// What has changed the training since its newest checkpoint.
    private var commands: [Command] = []
    private var end: JournalRecord.EndReason?
    /// The time of the newest record that has one.
    private var time = Date(timeIntervalSince1970: 0)
    private var lastEpochStep = 0
    private var nextLeaseCheck = ContinuousClock.now
    /// What there is to show.
    private(set) var snapshot: Snapshot

    private static let leaseInterval = Duration.seconds(1)

    /// - Parameter loadDataset: nil to measure nothing of the net.
    init(
        _ directory: RunDirectory, spec: ExperimentSpec,
        loadDataset: (@Sendable (ExperimentSpec) throws -> Dataset)?, onRecord: (@Sendable (JournalRecord) -> Void)?
    ) {
        self.directory = directory
        self.onRecord = onRecord
        net = loadDataset.map { WatchedNet(directory, spec: spec, loadDataset: $0) }
        journal = JournalTail(directory)
        board = BoardTail(directory)
        snapshot = Snapshot(of: spec)
        snapshot.runDirectory = directory.path
        snapshot.watched = WatchedSnapshot(state: .running)
    }

    /// Reads what the files have grown by.
    /// - Returns: whether there is something new to show.
    func look() -> Bool {
        var hasNews = false
        // What cannot be read now may be readable at the next look.
        let records = try? journal.news()
        if records?.isAnew == true { begin() }
        // Mini-batches first: they know when an epoch was over.
        if let news = try? board.news(), !news.events.isEmpty {
            for event in news.events { take(event) }
            hasNews = true
        }
        if let records {
            for record in records.records { take(record) }
            hasNews = hasNews || records.isAnew || !records.records.isEmpty
        }
        hasNews = checkState() || hasNews
        if hasNews { show() }
        return hasNews
    }

    /// Reads the newest state if there is a newer one, and measures what somebody looks at; this may take a while.
    /// - Returns: whether there is something new to show.
    func lookAtNet(for focus: Focus) -> Bool {
        guard measureNet(focus) else { return false }
        show()
        return true
    }

    /// The journal is another one than before.
    private func begin() {
        curves = RunCurves()
        events = EventLog()
        end = nil
        commands = []
    }

    private func take(_ record: JournalRecord) {
        onRecord?(record)
        if let path = directory.checkpoint(of: record) {
            newestCheckpoint = path
            commands = []
        }
        switch record {
        case .start(let start):
            snapshot.watched?.owner = start.owner
            snapshot.epochs = start.epochs
            snapshot.batchSize = start.batchSize
            snapshot.step = start.step
            time = start.time
            // Of a run that goes on from another the epochs before it are in that one's journal.
            let before = start.step > 0 ? directory.epochs().last { $0.step <= start.step } : nil
            snapshot.epoch = before?.epoch ?? 0
            lastEpochStep = before?.step ?? 0
            let owner = start.owner.map { " by \($0)" } ?? ""
            note(.info, "the run begins at step \(start.step)" + owner, at: start.step)
        case .command(let given): take(given)
        case .epoch(let epoch):
            curves.add(epoch)
            snapshot.epoch = epoch.epoch
            snapshot.heldOutPart = epoch.part
            lastEpochStep = epoch.step
            // Its line in the journal has no time, but its mini-batches have.
            if let trained = curves.time(at: epoch.step) { time = max(time, trained) }
            note(.info, Self.text(epoch), at: epoch.step)
        case .test(let test): snapshot.tests.append(test)
        case .message(let event):
            time = event.time
            events.append(event)
        case .checkpoint(let saved): if !saved.isAutomatic { note(.info, "saved \(saved.path)", at: saved.step) }
        case .end(let end):
            self.end = end.reason
            time = end.time
            note(.info, "the run has \(end.reason.rawValue)", at: end.step)
        }
    }

    private func note(_ level: SessionEvent.Level, _ text: String, at step: Int) {
        events.append(SessionEvent(step: step, time: time, level: level, text: text))
    }

    private static func text(_ epoch: JournalRecord.Epoch) -> String {
        let figures = epoch.heldOut
        return "epoch \(epoch.epoch): \(epoch.part.rawValue) loss \(FigureText.shortest(Float(figures.loss))), "
            + "\(figures.kind.name) \(FigureText.shortest(Float(figures.metric)))"
    }

    private func take(_ given: JournalRecord.GivenCommand) {
        let event = SessionEvent(step: given.step, time: time, level: .steering, text: "\(given.command)")
        switch given.command {
        case .restart:
            curves.restartEpochs()
            newestCheckpoint = nil
            lastEpochStep = 0
            snapshot.epoch = 0
        case .load: curves.restartEpochs()
        case .epochs(let count): snapshot.epochs = count
        default: break
        }
        guard given.isSteering else { return }
        events.append(event)
        snapshot.steering.append(event)
        commands.append(given.command)
        snapshot = given.command.apply(to: snapshot) ?? snapshot
    }

    private func take(_ event: BoardTail.Event) {
        switch event {
        case .miniBatch(let step, let loss, let metric, let time):
            curves.add(step: step, loss: loss, metric: metric, time: time)
        case .restart(let step): curves.restartBatches(at: step)
        }
    }

    /// Asks now and then whether somebody is still at the run.
    private func checkState() -> Bool {
        let state: RunSummary.State
        switch end {
        case .finished: state = .finished
        case .stopped: state = .interrupted
        case .failed: state = .failed
        case nil:
            guard ContinuousClock.now >= nextLeaseCheck else { return false }
            nextLeaseCheck = ContinuousClock.now + Self.leaseInterval
            state = Lease.isHeld(directory.journalPath, by: snapshot.watched?.owner) ? .running : .crashed
        }
        guard state != snapshot.watched?.state || snapshot.state == .starting else { return false }
        snapshot.watched?.state = state
        snapshot.state =
            switch state {
            case .running: .training
            case .finished: .finished
            case .interrupted, .failed, .crashed: .paused
            }
        return true
    }

    private func measureNet(_ focus: Focus) -> Bool {
        guard let net else { return false }
        do {
            guard net.isDue(newestCheckpoint) else { return try net.look(at: focus) }
            try net.load(newestCheckpoint)
            if let experiment = net.experiment { adopt(experiment) }
            return true
        } catch {
            // A checkpoint that has gone is followed by a newer one.
            if newestCheckpoint.map({ access($0, F_OK) == 0 }) ?? true {
                events.append(
                    SessionEvent(
                        step: snapshot.step, time: Date(), level: .warning, text: "the net cannot be shown: \(error)"))
            }
            return true
        }
    }

    /// A state was read: its settings hold, with what was changed after it.
    private func adopt(_ experiment: Experiment) {
        let progress = experiment.progress
        if newestCheckpoint != nil { curves.take(experiment.histories) }
        snapshot.watched?.netStep = progress.step
        snapshot.stepsPerEpoch = experiment.stepsPerEpoch
        snapshot.batchSize = progress.batchSize
        snapshot.learningRate = experiment.trainer.optimizer.learningRate.shortestDouble
        if progress.trainModulation > 0 {
            snapshot.modulation = ModulationSnapshot(
                train: progress.trainModulation, test: progress.testModulation, method: progress.method,
                isBinary: experiment.net.modulation?.realToBinary.isBinary != false)
        }
        let later = snapshot.steering.filter { $0.step > progress.step }
        snapshot.steering = experiment.steering + later
        snapshot.classNames = experiment.spec.target == .labels ? experiment.data.dataset.classNames : []
        snapshot.testSize = experiment.data.heldOut.count
        snapshot.layers = net?.watch.table?.snapshots ?? []
        for command in commands { snapshot = command.apply(to: snapshot) ?? snapshot }
    }

    private func show() {
        if let watch = net?.watch, net?.experiment != nil {
            snapshot.samples = watch.samples
            snapshot.confusion = watch.confusion
            snapshot.layerInspection = watch.layerInspection
            snapshot.lutInspection = watch.lutInspection
            if let rows = watch.table?.snapshots, rows.count == snapshot.layers.count {
                for index in rows.indices { snapshot.layers[index].activationRate = rows[index].activationRate }
            }
        }
        snapshot.trainLoss = curves.histories.trainLoss
        snapshot.trainMetric = curves.histories.trainMetric
        snapshot.testLoss = curves.histories.testLoss
        snapshot.testMetric = curves.histories.testMetric
        snapshot.step = max(curves.lastStep, snapshot.watched?.netStep ?? 0)
        snapshot.stepInEpoch = max(0, snapshot.step - lastEpochStep)
        snapshot.events = events.events
        let rate = snapshot.watched?.state == .running ? curves.rate : nil
        snapshot.imagesPerSecond = (rate ?? 0) * Double(snapshot.batchSize)
        snapshot.framesPerSecond = snapshot.imagesPerSecond * Double(snapshot.modulation?.train ?? 1)
        let left = snapshot.epochs * snapshot.stepsPerEpoch - snapshot.step
        snapshot.secondsLeft = rate.flatMap { $0 > 0 && snapshot.stepsPerEpoch > 0 ? Double(max(0, left)) / $0 : nil }
    }
}
