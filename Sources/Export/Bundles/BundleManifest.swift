import BinaryBrain
import Datasets
import Foundation

/// `MANIFEST`: which files of a bundle an export wrote, with the SHA-256 of each as written, and which a person did.
///
/// A line is a digest, two spaces and a path, as `sha256sum` writes it; `kept` stands for the digest of what a person has
/// edited and an export has kept.
struct BundleManifest: Equatable {
    /// Its name; a folder that has it is a bundle.
    static let name = "MANIFEST"
    private static let heading = "bbwb export bundle: the files that the next export to this folder replaces"
    private static let keptMark = "kept"

    /// SHA-256 of each exported file, by path; empty where an older version kept none.
    var digests: [String: String] = [:]
    /// Files that exports keep, whatever is in them.
    var kept: Set<String> = []

    /// That of files that are about to be written.
    init(_ files: [ExportBundle.File]) { for file in files { digests[file.path] = SHA256Digest.hex(of: file.bytes) } }

    /// Reads one; nil if it is no manifest.
    init?(_ text: String) {
        let lines = text.split(separator: "\n").map(String.init)
        guard lines.first == Self.heading else { return nil }
        for line in lines.dropFirst() {
            guard let gap = line.range(of: "  ") else {
                digests[line] = ""
                continue
            }
            let (mark, path) = (String(line[..<gap.lowerBound]), String(line[gap.upperBound...]))
            if mark == Self.keptMark { kept.insert(path) } else { digests[path] = mark }
        }
    }

    /// The file.
    var text: String {
        let lines =
            digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)" }
            + kept.sorted().map { "\(Self.keptMark)  \($0)" }
        return ([Self.heading] + lines).joined(separator: "\n") + "\n"
    }

    /// Whether a path is in it.
    func knows(_ path: String) -> Bool { path == Self.name || digests[path] != nil || kept.contains(path) }

    /// Whether it was written by a version that kept no digests.
    var isWithoutDigests: Bool { digests.values.contains("") }
}
