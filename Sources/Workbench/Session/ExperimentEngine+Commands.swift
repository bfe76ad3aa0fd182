import BinaryBrain
import Foundation

extension ExperimentEngine {
    /// Carries out a command; what goes wrong becomes an event, and the experiment is as before.
    func apply(_ command: Command) {
        if command == .stop {
            stop()
            return
        }
        guard let training else {
            note(.error, "\(command): the experiment has not started: correct what the first error names")
            return
        }
        do {
            let step = training.step
            let loaded = try perform(command, on: training)
            // An export changes nothing that a replay would have to change again; the log tells of it.
            if case .export = command { return }
            log.record(.command(JournalRecord.GivenCommand(step: step, command: command, loaded: loaded)))
        } catch {
            note(.error, String(describing: error))
            if case .save(nil) = command, mailbox.takeBackEnd() { stay() }
        }
    }

    /// There was to be an end, but what would be lost by it cannot be saved.
    private func stay() {
        if case .running = activity { activity = .paused }
        refusedEnds += 1
    }

    /// Carries out the next command that the experiment has for now.
    /// - Returns: whether there was one.
    /// - Throws: what makes it impossible: the training is not the one that its file describes then.
    func giveDueCommand(_ training: ExperimentTraining) throws -> Bool {
        guard let due = training.experiment.dueCommand else { return false }
        let given = JournalRecord.GivenCommand(
            step: training.step, command: due.command, moment: due.moment.description)
        // A state that it saves knows that it is given.
        let course = training.experiment.course
        training.experiment.noteGiven(due.command, at: due.moment.description)
        if case .save = due.command { log.record(.command(given)) }
        do {
            _ = try perform(due.command, on: training, until: mailbox.stop)
        } catch let stopped as WorkStopped {
            // It is still to be given.
            training.experiment.course = course
            throw stopped
        }
        // Where layers run is no part of the state, but that it was given is.
        if case .save = due.command { return true }
        log.record(.command(given))
        return true
    }

    /// Carries out a command, or throws and leaves the experiment as it was.
    /// - Returns: the checkpoint that it loaded, if it did.
    private func perform(
        _ command: Command, on training: ExperimentTraining, until stop: StopToken? = nil
    ) throws -> JournalRecord.KeptCheckpoint? {
        var loaded: JournalRecord.KeptCheckpoint?
        switch command {
        case .binary, .hostOnly, .device, .modulation, .modulationMethod, .learningRate, .batchSize, .epochs, .send,
            .recalibrate, .prune, .restart:
            try steer(command, training, until: stop)
        case .load(let path): loaded = try load(path, training)
        case .save(let path):
            try checkpoints.save(
                training.experiment, to: path, isAsked: path != nil || isSomebodyAsking)
        case .export(let request): try export(request, training.experiment)
        case .measureTest: isTestAsked = true
        case .pause, .resume, .stepMiniBatch, .stepEpoch: changeActivity(command, training)
        case .stop: break
        }
        if command.changesState {
            checkpoints.hasChanged = true
            lastBatchDuration = nil
        }
        return loaded
    }

    /// Has the training carry out a command, and sees to what follows from it.
    private func steer(_ command: Command, _ training: ExperimentTraining, until stop: StopToken?) throws {
        let effect = try training.carryOut(command, until: stop)
        if case .restart = command {
            hasAdopted(training)
            if activity == .finished { activity = .running(until: .end) }
        }
        // A training that was done goes on.
        if case .epochs = command, activity == .finished, !isTrainingDone { activity = .running(until: .end) }
        if case .prune = command { hasAdopted(training) }
        for event in effect.events { log.note(event) }
        if effect.changesNet { netHasChanged() }
        if case .hostOnly(true, _) = command, options.isWatched { beginHostOnlyGauge() }
    }

    /// - Returns: what the journal is to know of the file.
    private func load(_ path: String, _ training: ExperimentTraining) throws -> JournalRecord.KeptCheckpoint {
        let bytes = try CheckpointContainer.read(path)
        try training.load(bytes, path: path)
        hasAdopted(training)
        if isTrainingDone { activity = .finished } else if activity == .finished { activity = .paused }
        note(.info, "loaded \(path)")
        checkpoints.noteOrigin(path, of: training.experiment)
        netHasChanged()
        return log.keep(bytes, from: path, at: step)
    }

    private func changeActivity(_ command: Command, _ training: ExperimentTraining) {
        failure = nil
        if activity == .finished {
            if command != .pause { note(.info, "all epochs are done: train more, restart, or load a checkpoint") }
            return
        }
        switch command {
        case .pause: activity = .paused
        case .stepMiniBatch: activity = .running(until: .step(training.step + 1))
        case .stepEpoch: activity = .running(until: .epoch(training.epoch + 1))
        case .resume: activity = .running(until: .end)
        case .binary, .hostOnly, .device, .modulation, .modulationMethod, .learningRate, .batchSize, .epochs, .send,
            .recalibrate, .prune, .restart, .load, .save, .export, .measureTest, .stop:
            preconditionFailure("'\(command)' does not say when training runs")
        }
        // A glimpse taken while waiting gives way to work.
        if command != .pause { preview = nil }
    }

    private func stop() {
        exports.cancel()
        let reason: JournalRecord.EndReason
        if failure != nil { reason = .failed } else { reason = activity == .finished ? .finished : .stopped }
        log.record(
            .end(
                JournalRecord.End(
                    reason: reason, step: step, epoch: training?.epoch ?? 0, time: Date(),
                    digest: try? training?.digest())))
        activity = .ended
    }
}
