import Foundation

/// Finds files that come with the program, such as `datasets/` and `experiments/`, wherever it is started from.
public enum ProjectFiles {
    /// The root of the source tree that this program was built from.
    private static let sourceRoot = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The path of `relativePath` (for instance `experiments/mnist-lut-simple.yaml`), or nil if it is nowhere.
    ///
    /// Looked for in `$BBWB_HOME`, then in the directories above the program and in the folder
    /// `share/bbwb` of each, then in those above the working directory,
    /// and at last where the sources were when the program was built.
    public static func locate(_ relativePath: String) -> String? {
        let environment = ProcessInfo.processInfo.environment["BBWB_HOME"].map { [$0] } ?? []
        let program = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return locate(
            relativePath,
            in: environment + ancestors(of: program).flatMap { [$0, installed(below: $0)] }
                + ancestors(of: FileManager.default.currentDirectoryPath + "/.")
                + [sourceRoot])
    }

    /// The first of `directories` that holds `relativePath`.
    static func locate(_ relativePath: String, in directories: [String]) -> String? {
        directories.lazy.map { $0 == "/" ? "/\(relativePath)" : "\($0)/\(relativePath)" }
            .first { FileManager.default.fileExists(atPath: $0) }
    }

    /// Where `make install` puts what comes with the program, below the prefix that it lies in.
    private static func installed(below prefix: String) -> String {
        prefix == "/" ? "/share/bbwb" : "\(prefix)/share/bbwb"
    }

    /// The directories above an absolute path, nearest first.
    static func ancestors(of path: String) -> [String] {
        var result: [String] = []
        var rest = path[...]
        while let slash = rest.lastIndex(of: "/") {
            rest = rest[..<slash]
            result.append(rest.isEmpty ? "/" : String(rest))
        }
        return result
    }
}
