import BinaryBrain
import Datasets
import Foundation

/// The bytes of the files that an experiment names, read once: from the copies in the folders of runs if they are there, whatever has
/// become of the files since.
final class ReferenceFiles {
    private let copies: (_ digest: String) -> [String]
    private var known: [String: [UInt8]] = [:]

    /// - Parameter copies: paths of files that may be copies of the one with a digest.
    init(copies: @escaping (_ digest: String) -> [String] = { _ in [] }) { self.copies = copies }

    /// The bytes of a file, which are those that its digest is of.
    func bytes(of file: ReferencedFile) throws -> [UInt8] {
        guard let digest = file.digest else { return try file.read() }
        if let bytes = known[digest] { return bytes }
        for copy in copies(digest) {
            if let bytes = try? AtomicFile.read(copy), SHA256Digest.hex(of: bytes) == digest {
                known[digest] = bytes
                return bytes
            }
        }
        let bytes = try file.read()
        let found = SHA256Digest.hex(of: bytes)
        guard found == digest else {
            throw file.error(
                "\(file.path) is not the file that the experiment began with (SHA-256 \(found.prefix(16))…, "
                    + "and not \(digest.prefix(16))…)",
                "restore that file, or start again without sha256")
        }
        known[digest] = bytes
        return bytes
    }

    /// The net in a file, alone.
    func net(of file: ReferencedFile) throws -> any Model { try model(of: file).net }

    /// The net in a file.
    func model(of file: ReferencedFile) throws -> SavedModel {
        let bytes = try bytes(of: file)
        return try file.naming { try SavedModel(bytes, path: file.path) }
    }
}
