import BinaryBrain

// What happens when a number of the training is infinite or NaN: it pauses, says where, and no file that nobody asked for holds
// such a state.
extension ExperimentEngine {
    /// The error of a step that met or made a number that is not finite.
    func divergence(_ defect: NumericDefect) -> BrainError {
        let cause = defect.kind == .input ? "look at the data" : "lower the learning rate, or look at the data"
        let back =
            soundCheckpoint.map { "go on from the last good state with 'load \($0.path)' (step \($0.step))" }
            ?? "begin again with 'restart', since nothing has been saved before"
        return BrainError(
            .parameter, what: "training paused after step \(experiment?.progress.step ?? 0)", why: "\(defect)",
            remedy: "\(cause); \(back)")
    }

    /// What is not finite in the present net, or was in its last step; nil if there is nothing.
    var presentDefect: NumericDefect? { experiment.flatMap { NumericDefect(in: $0.net) ?? $0.trainer.defect } }

    /// Throws if the present net holds a number that is not finite, which no file is to hold that nobody asked for.
    func requireSoundNet() throws {
        guard let defect = presentDefect else { return }
        throw BrainError(
            .parameter, what: "saving", why: "\(defect)",
            remedy: "save to a file of your choice to keep this state all the same")
    }

    /// A checkpoint that training goes on from is the last good one, or of no use.
    func noteOrigin(_ path: String, of experiment: Experiment) {
        if presentDefect == nil { soundCheckpoint = (path, experiment.progress.step) }
        warnOfDefect(in: path)
    }

    /// Says so if the present net holds a number that is not finite.
    func warnOfDefect(in what: String) {
        guard let defect = presentDefect else { return }
        note(.warning, "\(what) holds a net that is of no use: \(defect)")
    }
}
