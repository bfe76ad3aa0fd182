import BinaryBrain
import Datasets
import Foundation

// Saving, saving without being asked, and loading.
extension ExperimentEngine {
    /// Saves to a path, or into the run's folder under the step's name, unless this state is there already.
    func save(to path: String?, _ experiment: Experiment) throws {
        if path == nil, var saved = savedCheckpoint, !hasChangedSinceSaving {
            checkpoints.keep(saved.path)
            if saved.isAutomatic {
                saved.isAutomatic = false
                savedCheckpoint = saved
                record(.checkpoint(saved))
            }
            note(.info, "saved \(saved.path) already")
            return
        }
        guard let target = path ?? keeper?.directory?.freeCheckpointPath(step: experiment.progress.step) else {
            throw BrainError(
                .command, what: "save", why: "this run keeps nothing, so there is no folder for it",
                remedy: "name a file: save FILE")
        }
        // Without somebody who looks, or on the way out, it is the program's own wish.
        let isAsked = path != nil || (options.isWatched && !mailbox.stop.isMade)
        do {
            try write(experiment, to: target, isAsked: isAsked)
        } catch {
            if path == nil { savingFailure = "\(error)" }
            throw error
        }
        checkpoints.keep(target)
        note(.info, "saved \(target)")
        warnOfDefect(in: target)
    }

    /// Every checkpoint is written here, so that none which nobody has asked for holds a number that is not finite.
    private func write(
        _ experiment: Experiment, to path: String, isAutomatic: Bool = false, isAsked: Bool = false
    ) throws {
        if !isAsked { try requireSoundNet() }
        let checkpoint = try experiment.checkpoint()
        try AtomicFile.write(checkpoint.encode(), to: path)
        let saved = JournalRecord.SavedCheckpoint(
            step: checkpoint.progress.step, path: path, isAutomatic: isAutomatic, digest: checkpoint.digest)
        record(.checkpoint(saved))
        if presentDefect == nil { soundCheckpoint = (path, checkpoint.progress.step) }
        if (path as NSString).deletingLastPathComponent == keeper?.directory?.checkpointFolder {
            savedCheckpoint = saved
            hasChangedSinceSaving = false
            savingFailure = nil
        }
    }

    /// Saves into the run's folder, if there is one; a failure is only a warning.
    func saveQuietly() {
        guard let experiment, keeper?.directory != nil else { return }
        do {
            try save(to: nil, experiment)
        } catch {
            note(.warning, "no checkpoint was saved: \(error)")
        }
    }

    /// Saves at the end of an epoch, so that a killed process loses no more than one. The newest and the best of these files
    /// stay.
    func saveAutomatically(_ test: JournalRecord.Measurement) {
        guard let experiment, let directory = keeper?.directory else { return }
        let path = directory.freeCheckpointPath(step: experiment.progress.step)
        do {
            try write(experiment, to: path, isAutomatic: true)
            saysSavingWorks()
            for old in checkpoints.add(path, test) { unlink(old) }
        } catch {
            savingFailure = "\(error)"
            if !isAutomaticSavingFailing { note(.warning, "training goes on without saving its epochs: \(error)") }
            isAutomaticSavingFailing = true
            nextSavingAttempt = ContinuousClock.now + Self.savingInterval
        }
    }

    private static let savingInterval = Duration.seconds(10)

    private func saysSavingWorks() {
        if isAutomaticSavingFailing { note(.warning, "the training is saved again") }
        isAutomaticSavingFailing = false
    }

    /// Saves the present state if an epoch could not be saved and some time has passed since.
    func retrySaving() {
        guard ContinuousClock.now >= nextSavingAttempt, let experiment, evaluation == nil,
            let directory = keeper?.directory
        else { return }
        nextSavingAttempt = ContinuousClock.now + Self.savingInterval
        let path = directory.freeCheckpointPath(step: experiment.progress.step)
        guard (try? write(experiment, to: path, isAutomatic: true)) != nil else { return }
        saysSavingWorks()
        for old in checkpoints.add(path) { unlink(old) }
    }

    /// Reads and checks the whole file before anything of the present experiment is given up.
    /// - Returns: what the journal is to know of the file.
    func load(_ path: String, _ experiment: Experiment) throws -> JournalRecord.KeptCheckpoint {
        let bytes = try CheckpointContainer.read(path)
        let checkpoint = try Checkpoint(decoding: bytes, path: path)
        adopt(try Experiment(checkpoint, spec: spec, data: experiment.data, path: path))
        if isTrainingDone { activity = .finished } else if activity == .finished { activity = .paused }
        note(.info, "loaded \(path)")
        if let loaded = self.experiment { noteOrigin(path, of: loaded) }
        netHasChanged()
        return keep(bytes, from: path)
    }

    /// Keeps a copy of a checkpoint for replays.
    func keep(_ bytes: [UInt8], from path: String) -> JournalRecord.KeptCheckpoint {
        let (kept, warning) =
            keeper?.keep(bytes, from: path)
            ?? (JournalRecord.KeptCheckpoint(path: path, sha256: SHA256Digest.hex(of: bytes)), nil)
        if let warning { note(.warning, warning) }
        return kept
    }
}
