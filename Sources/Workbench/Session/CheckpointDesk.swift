import BinaryBrain
import Datasets
import Foundation

/// The checkpoints of a session: those that somebody asks for, those at the end of epochs, and what is known of them.
final class CheckpointDesk {
    private let log: RunLog
    /// The newest file in the run's folder; nil before the first.
    private var newest: JournalRecord.SavedCheckpoint?
    /// Whether that file is not the present state.
    var hasChanged = true
    private var automatic = AutomaticCheckpoints()
    /// By which figure the best epoch is chosen.
    var bestFigure: EarlyStop.Figure {
        get { automatic.figure }
        set { automatic = AutomaticCheckpoints(by: newValue) }
    }
    /// The best epoch so far that is saved; nil before the first.
    var best: (path: String, figures: JournalRecord.Measurement)? { automatic.best }
    /// The newest file, wherever it is, whose net holds only finite numbers; nil before the first.
    private var sound: (path: String, step: Int)?
    /// Whether the last epoch could not be saved.
    private var isFailing = false
    /// When the next attempt is due then.
    private var nextAttempt = ContinuousClock.now
    /// Why the present state, or one after it, could not be saved in the run's folder; nil if it could, or was not to be.
    private var failure: String?

    private static let attemptInterval = Duration.seconds(10)

    /// The file of the best epoch, by the part that epochs are measured on; nil if there is none.
    var bestPath: String? { automatic.bestPath }

    /// Nothing is saved yet.
    init(log: RunLog) { self.log = log }

    /// What the run's folder lacks of the present state, as a sentence; nil if nothing.
    func missing(at step: Int) -> String? {
        hasChanged ? failure.map { "the state at step \(step) is not saved: \($0)" } : nil
    }

    /// Saves to a path, or into the run's folder under the step's name, unless this state is there already.
    /// - Parameter isAsked: whether somebody wants it, whatever it holds.
    func save(_ experiment: Experiment, to path: String?, isAsked: Bool) throws {
        let step = experiment.progress.step
        if path == nil, var saved = newest, !hasChanged {
            automatic.keep(saved.path)
            if saved.isAutomatic {
                saved.isAutomatic = false
                newest = saved
                log.record(.checkpoint(saved))
            }
            log.note(.info, "saved \(saved.path) already", at: step)
            return
        }
        guard let target = path ?? log.directory?.freeCheckpointPath(step: step) else {
            throw BrainError(
                .command, what: "save", why: "this run keeps no files, so there is no folder for it",
                remedy: "name a file: save FILE")
        }
        do {
            try write(experiment, to: target, isAsked: isAsked)
        } catch {
            if path == nil { failure = "\(error)" }
            throw error
        }
        automatic.keep(target)
        log.note(.info, "saved \(target)", at: step)
        warnOfDefect(in: target, experiment)
    }

    /// Every checkpoint is written here, so that none which nobody has asked for holds a number that is not finite.
    private func write(
        _ experiment: Experiment, to path: String, isAutomatic: Bool = false, isAsked: Bool = false
    ) throws {
        if !isAsked { try requireSoundNet(experiment) }
        let checkpoint = try experiment.checkpoint()
        try AtomicFile.write(checkpoint.encode(), to: path)
        let saved = JournalRecord.SavedCheckpoint(
            step: checkpoint.progress.step, path: path, isAutomatic: isAutomatic, digest: checkpoint.digest)
        log.record(.checkpoint(saved))
        if experiment.defect == nil { sound = (path, checkpoint.progress.step) }
        if FilePath.folder(of: path) == log.directory?.checkpointFolder {
            newest = saved
            hasChanged = false
            failure = nil
        }
    }

    /// Saves into the run's folder, if there is one; a failure is only a warning.
    func saveQuietly(_ experiment: Experiment, isAsked: Bool) {
        guard log.directory != nil else { return }
        do {
            try save(experiment, to: nil, isAsked: isAsked)
        } catch {
            log.note(.warning, "no checkpoint was saved: \(error)", at: experiment.progress.step)
        }
    }

    // MARK: The end of an epoch

    /// Saves at the end of an epoch, so that a killed process loses no more than one. The newest and the best of these files
    /// stay.
    func saveAutomatically(_ experiment: Experiment, _ heldOut: JournalRecord.Measurement) {
        guard let directory = log.directory else { return }
        let path = directory.freeCheckpointPath(step: experiment.progress.step)
        do {
            try write(experiment, to: path, isAutomatic: true)
            saysSavingWorks(experiment)
            for old in automatic.add(path, heldOut) { unlink(old) }
        } catch {
            failure = "\(error)"
            if !isFailing {
                log.note(
                    .warning, "training continues without saving its epochs: \(error)", at: experiment.progress.step)
            }
            isFailing = true
            nextAttempt = ContinuousClock.now + Self.attemptInterval
        }
    }

    private func saysSavingWorks(_ experiment: Experiment) {
        if isFailing { log.note(.warning, "training is being saved again", at: experiment.progress.step) }
        isFailing = false
    }

    /// Saves the present state if an epoch could not be saved and some time has passed since.
    func retryIfDue(_ experiment: Experiment) {
        guard isFailing, ContinuousClock.now >= nextAttempt, let directory = log.directory else { return }
        nextAttempt = ContinuousClock.now + Self.attemptInterval
        let path = directory.freeCheckpointPath(step: experiment.progress.step)
        guard (try? write(experiment, to: path, isAutomatic: true)) != nil else { return }
        saysSavingWorks(experiment)
        for old in automatic.add(path) { unlink(old) }
    }

    // MARK: Numbers that are not finite

    /// The error of a step that met or made a number that is not finite. Training pauses then, and no file that nobody asked for
    /// holds such a state.
    func divergence(_ defect: NumericDefect, at step: Int) -> BrainError {
        let cause = defect.kind == .input ? "check the data" : "lower the learning rate, or check the data"
        let back =
            sound.map { "continue from the last good state with 'load \($0.path)' (step \($0.step))" }
            ?? "start again with 'restart', since nothing was saved before"
        return BrainError(
            .parameter, what: "training paused after step \(step)", why: "\(defect)", remedy: "\(cause); \(back)")
    }

    /// Throws if the present net holds a number that is not finite, which no file is to hold that nobody asked for.
    private func requireSoundNet(_ experiment: Experiment) throws {
        guard let defect = experiment.defect else { return }
        throw BrainError(
            .parameter, what: "saving", why: "\(defect)",
            remedy: "save to a file of your own to keep this state anyway")
    }

    /// A checkpoint that training continues from is the last good one, or of no use.
    func noteOrigin(_ path: String, of experiment: Experiment) {
        if experiment.defect == nil { sound = (path, experiment.progress.step) }
        automatic.begin(from: ReferenceFiles.run(ofCheckpoint: path))
        warnOfDefect(in: path, experiment)
    }

    /// Says so if the present net holds a number that is not finite.
    private func warnOfDefect(in what: String, _ experiment: Experiment) {
        guard let defect = experiment.defect else { return }
        log.note(.warning, "\(what) holds an unusable net: \(defect)", at: experiment.progress.step)
    }
}
