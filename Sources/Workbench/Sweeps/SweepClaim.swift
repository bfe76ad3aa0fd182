import BinaryBrain
import Datasets

/// One process's claim on a point of a sweep, so that another that sweeps in the same folder takes the next one.
///
/// In the worst case, on a file system without locks, two processes claim one point: that costs a training, never a file, since
/// each run has a folder of its own.
public final class SweepClaim {
    private let file: ClaimFile

    private init(_ file: ClaimFile) { self.file = file }

    /// What came of an attempt.
    public enum Attempt {
        /// The point is ours until the claim is let go.
        case made(SweepClaim)
        /// Someone else is at it; nil if it cannot be said who.
        case refused(RunOwner?)
    }

    /// Claims a point of a sweep in a folder of runs.
    public static func make(_ point: OversamplingSweep.Point, in store: RunStore) throws -> Attempt {
        let digest = SHA256Digest.hex(of: Array(point.spec.yaml.utf8)).prefix(16)
        switch try ClaimFile.make("\(store.path)/.claims/\(digest)") {
        case .made(let file): return .made(SweepClaim(file))
        case .refused(let owner): return .refused(owner)
        }
    }
}
