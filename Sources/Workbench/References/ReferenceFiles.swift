import BinaryBrain
import Datasets
import Foundation

/// The bytes of the files that an experiment names, read once: from the copies in the folders of runs if they are there, whatever has
/// become of the files since.
final class ReferenceFiles {
    private let folders: [String]
    private var known: [String: [UInt8]] = [:]

    /// - Parameter runs: folders of runs whose copies count.
    init(runs: [String] = []) { folders = runs }

    /// The folder of the run that a checkpoint belongs to, if it lies in one.
    static func run(ofCheckpoint path: String) -> String {
        FilePath.folder(of: FilePath.folder(of: path))
    }

    /// The bytes of a file, which are those that its digest is of.
    func bytes(of file: ReferencedFile) throws -> [UInt8] {
        guard let digest = file.digest else { return try file.read() }
        if let bytes = known[digest] { return bytes }
        for folder in folders {
            let run = RunDirectory(path: folder)
            for copy in run.copies(digest: digest) {
                if let bytes = try? AtomicFile.read(copy), SHA256Digest.hex(of: bytes) == digest {
                    known[digest] = bytes
                    return bytes
                }
            }
        }
        let bytes = try file.read()
        let found = SHA256Digest.hex(of: bytes)
        guard found == digest else {
            throw file.error(
                "\(file.path) is another file than the one that the experiment was begun with (SHA-256 \(found.prefix(16))…, "
                    + "and not \(digest.prefix(16))…)",
                "bring that file back, or begin anew without sha256")
        }
        known[digest] = bytes
        return bytes
    }

    /// The net in a file.
    func model(of file: ReferencedFile) throws -> SavedModel {
        let bytes = try bytes(of: file)
        return try file.naming { try SavedModel(bytes, path: file.path) }
    }
}
