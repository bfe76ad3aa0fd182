import BinaryBrain
import Foundation
import Workbench

/// A training that a sweep or a table of results wants done once: what has finished is not repeated, what was interrupted goes on.
struct PlannedTraining {
    let spec: ExperimentSpec
    let store: RunStore
    /// Is asked after each epoch whether training is to be saved and left at that; nil to train to the end.
    var isHopeless: (@Sendable (JournalRecord.Epoch) -> Bool)?
    /// Is asked the same several times a second.
    var isUnwanted: (@Sendable () -> Bool)?

    var progress: TrainingProgress { store.progress(of: [spec])[0] }

    /// What came of it.
    enum Outcome {
        /// It was trained to its end now.
        case trained
        /// It had finished before.
        case wasDone
        /// Someone else is at it; nil if it cannot be said who.
        case taken(RunOwner?)
    }

    /// Trains unless it is done.
    func finish(_ output: HeadlessRun.Output) throws -> Outcome {
        if progress.isFinished { return .wasDone }
        let claim: TrainingClaim
        switch try TrainingClaim.make(spec, in: store) {
        case .made(let made): claim = made
        case .refused(let owner): return .taken(owner)
        }
        return try withExtendedLifetime(claim) {
            while true {
                // What was true before the claim was made need not be true now.
                let checkpoint: String?
                switch progress {
                case .finished: return .wasDone
                case .taken(let owner): return .taken(owner)
                case .begun(let path): checkpoint = path
                case .open: checkpoint = nil
                }
                do {
                    try train(from: checkpoint, output)
                    return .trained
                } catch let failure as SessionFailure {
                    // A checkpoint that has gone since: look again.
                    guard let checkpoint, access(checkpoint, F_OK) != 0 else { throw failure }
                }
            }
        }
    }

    private func train(from checkpoint: String?, _ output: HeadlessRun.Output) throws {
        let start = TrainingTime.processorClock
        // Of a training that is interrupted too: the next one continues from it.
        defer { noteTime(TrainingTime.processorClock - start) }
        try HeadlessRun(
            ExperimentSource(spec: spec, checkpointPath: checkpoint), runsFolder: store.path, output: output,
            isHopeless: isHopeless, isUnwanted: isUnwanted
        ).run()
    }

    /// Notes in the run's folder what the training took. Without it the run is as good, so that a disk that is full is no reason to fail.
    private func noteTime(_ seconds: Double) {
        switch progress {
        case .finished(let run, _): try? TrainingTime.note(processorSeconds: seconds, in: run)
        case .begun(let checkpoint):
            try? TrainingTime.note(processorSeconds: seconds, in: RunDirectory(holding: checkpoint))
        case .open, .taken: break
        }
    }
}
