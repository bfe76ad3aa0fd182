import BinaryBrain
import Datasets

/// One process's claim on a training that several plan, so that another that works in the same folder takes the next one.
///
/// In the worst case, on a file system without locks, two processes claim one training: that costs a training, never a file, since
/// each run has a folder of its own.
public final class TrainingClaim {
    private let file: ClaimFile

    private init(_ file: ClaimFile) { self.file = file }

    /// What came of an attempt.
    public enum Attempt {
        /// The training is ours until the claim is let go.
        case made(TrainingClaim)
        /// Someone else is at it; nil if it cannot be said who.
        case refused(RunOwner?)
    }

    /// Claims a training in a folder of runs.
    /// - Throws: `BrainError` of kind `.io` if the file of the claim cannot be made.
    public static func make(_ spec: ExperimentSpec, in store: RunStore) throws -> Attempt {
        let digest = SHA256Digest.hex(of: Array(spec.yaml.utf8)).prefix(16)
        switch try ClaimFile.make("\(store.path)/.claims/\(digest)") {
        case .made(let file): return .made(TrainingClaim(file))
        case .refused(let owner): return .refused(owner)
        }
    }
}
