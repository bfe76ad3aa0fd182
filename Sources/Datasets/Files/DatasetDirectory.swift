import BinaryBrain
import Foundation

/// A directory that holds the files of one data set, in one of the layouts that the loaders know.
struct DatasetDirectory {
    let path: String

    /// The path of the first of these files that is here, as it is or compressed (.gz, .xz).
    func find(_ names: [String]) -> String? {
        for name in names {
            for suffix in ["", ".gz", ".xz"] where FileManager.default.fileExists(atPath: "\(path)/\(name)\(suffix)") {
                return "\(path)/\(name)\(suffix)"
            }
        }
        return nil
    }

    /// The same, as an error if none is here.
    func require(_ names: [String]) throws -> String {
        if let found = find(names) { return found }
        throw BrainError(
            .io, what: "cannot read the data set \(path)", why: "\(names[0]) is missing",
            remedy: "put it there, plain or compressed (.gz, .xz)")
    }
}
