import BinaryBrain
import Foundation

/// What a person names to have it trained: an experiment, or a checkpoint or run to go on from.
public struct ExperimentSource: Sendable {
    /// The experiment, overrides included.
    public let spec: ExperimentSpec
    /// The checkpoint to go on from; nil to begin at step 0.
    public let checkpointPath: String?

    /// Opens an experiment (name or file), a checkpoint (`.bbwb`) or a run's folder (its newest checkpoint).
    /// - Throws: `SpecificationError` or `BrainError` if there is no such thing, or it cannot be read.
    public init(_ nameOrPath: String, overrides: [SpecificationOverride] = []) throws {
        let path = try ExperimentLibrary.path(of: nameOrPath)
        if let checkpoint = try Self.checkpoint(at: path) {
            try self.init(checkpoint: checkpoint, overrides: overrides)
        } else {
            self.init(spec: try ExperimentSpec(named: path, overrides: overrides).withDigests(), checkpointPath: nil)
        }
    }

    /// Goes on from a run's folder or a checkpoint, with the experiment that it holds.
    /// - Throws: `SpecificationError` or `BrainError` if there is nothing to go on from, or it cannot be read.
    public init(resuming runOrCheckpoint: String, overrides: [SpecificationOverride] = []) throws {
        let checkpoint = try Self.checkpoint(at: runOrCheckpoint) ?? runOrCheckpoint
        try self.init(checkpoint: checkpoint, overrides: overrides)
    }

    private init(checkpoint path: String, overrides: [SpecificationOverride]) throws {
        let checkpoint = try Checkpoint(decoding: CheckpointContainer.read(path), path: path)
        let spec = try ExperimentSpec(
            yaml: checkpoint.specification, source: path, overrides: overrides,
            commandsAt: .step(checkpoint.progress.step))
        self.init(spec: try spec.withDigests(), checkpointPath: path)
    }

    /// An experiment, from step 0 or from a checkpoint of it.
    public init(spec: ExperimentSpec, checkpointPath: String?) {
        self.spec = spec
        self.checkpointPath = checkpointPath
    }

    /// The checkpoint that a path stands for; nil if it is some other file.
    private static func checkpoint(at path: String) throws -> String? {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return nil }
        if !isFolder.boolValue { return path.hasSuffix(".bbwb") ? path : nil }
        try RunDirectory(path: path).requireIdle()
        if let newest = RunDirectory(path: path).newestCheckpoint() { return newest }
        throw SpecificationError(
            source: path, why: "this folder is not a run with a checkpoint",
            remedy: "name a folder such as runs/NAME/TIME, or a .bbwb file")
    }
}
