import BinaryBrain
import Datasets

extension ReferencedFile {
    /// Its bytes as they are on the disk now.
    func read() throws -> [UInt8] {
        try naming { try SavedModel.readBytes(NetworkFiles.netFile(at: path)) }
    }
}

extension ExperimentSpec {
    /// The same experiment with the digests of all files that it names.
    func withDigests() throws -> ExperimentSpec {
        let missing = references.filter { $0.digest == nil }
        guard !missing.isEmpty else { return self }
        let overrides = try missing.map {
            SpecificationOverride(path: $0.digestField, value: SHA256Digest.hex(of: try $0.read()))
        }
        return try ExperimentSpec(yaml: yaml, source: source, overrides: overrides)
    }
}
