import BinaryBrain

@testable import Datasets
@testable import Workbench

/// A checkpoint from anywhere: its experiment is built, goes on, and is saved again.
public enum UntrustedCheckpoint {
    /// The same file with the size and the checksum that its contents have: nothing behind these checks would ever be reached
    /// otherwise.
    public static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= 24 + 32 else { return bytes }
        var file = Array(bytes.dropLast(32))
        let size = UInt64(bytes.count)
        for index in 0..<8 { file[16 + index] = UInt8(truncatingIfNeeded: size >> UInt64(8 * index)) }
        let digits = Array(SHA256Digest.hex(of: file))
        for index in stride(from: 0, to: digits.count, by: 2) {
            file.append(UInt8(String(digits[index...index + 1]), radix: 16)!)
        }
        return file
    }

    /// Resumes from the file, trains a few mini-batches across the end of an epoch if there is one, and saves.
    static func use(_ bytes: [UInt8]) throws {
        let checkpoint = try Checkpoint(decoding: bytes, path: "untrusted")
        let spec = try ExperimentSpec(yaml: checkpoint.specification, source: "untrusted")
        guard UntrustedExperiment.isSmall(spec), checkpoint.progress.trainModulation < 40,
            checkpoint.progress.testModulation < 40
        else { return }
        let experiment = try Experiment(
            checkpoint, spec: spec, data: UntrustedExperiment.data(for: spec), path: "untrusted")
        try UntrustedExperiment.step(experiment)
        _ = try Checkpoint(decoding: experiment.checkpoint().encode(), path: "written")
    }
}
