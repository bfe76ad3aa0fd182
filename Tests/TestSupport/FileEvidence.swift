import BinaryBrain

/// From what the format of model files is known: for each version of each level a file that the original wrote, or the reason
/// why only its source was compared.
public struct FileEvidence: Sendable {
    /// Files that hold a level, by its name and version.
    public private(set) var files: [String: [Int: [String]]] = [:]
    /// Files that hold an object of this name.
    public private(set) var objects: [String: [String]] = [:]

    /// Nothing known yet.
    public init() {}

    /// Adds what was found in one file.
    public mutating func add(versions: [String: Set<Int>], objects names: Set<String>, of file: String) {
        for (level, found) in versions {
            for version in found { files[level, default: [:]][version, default: []].append(file) }
        }
        for name in names { objects[name, default: []].append(file) }
    }

    /// What is known from the original's source alone, and why there is no file of it.
    public static let sourceAlone: [String: [Int: String]] = [
        "Concatenate": [
            1: "the original writes memory addresses instead of shapes; shapes are written here",
            2: "with the branches, which the original does not have",
        ],
        "Model": [0: "older than 4.3.2, which reads it: no name"],
        "Sequential": [1: "older than 4.3.2, which reads it: no name"],
        "DepthwiseDenseAffine": [1: "older than 4.3.2, which reads it: without the switch `cublas`"],
        "FrameBuffer": [1: "arrays, not nets"],
        "GroupSum": [1: "the original has no such layer"],
    ]

    /// Versions of levels that are read and of which nothing is known.
    public var unknown: [String] {
        FileVersions.readable.flatMap { level, versions in
            versions.filter { files[level]?[$0] == nil && Self.sourceAlone[level]?[$0] == nil }.map { "\(level) \($0)" }
        }.sorted()
    }

    /// Levels that are said to be known from source alone, and of which there is a file.
    public var outdated: [String] {
        Self.sourceAlone.flatMap { level, versions in
            versions.keys.filter { files[level]?[$0] != nil || FileVersions.readable[level]?.contains($0) != true }
                .map { "\(level) \($0)" }
        }.sorted()
    }

    /// The rows of the page: level, versions read, version written, from what each is known.
    public var rows: [[String]] {
        FileVersions.readable.sorted { $0.key < $1.key }.map { level, versions in
            let read = versions.map(String.init).joined(separator: ", ")
            let known = versions.reversed().map { version in
                let text = knowledge(of: level, version)
                return versions.count == 1 ? text : "\(version): \(text)"
            }
            return ["`\(level)`", read, String(versions.upperBound), known.joined(separator: "; ")]
        }
    }

    private func knowledge(of level: String, _ version: Int) -> String {
        guard let found = files[level]?[version]?.sorted(), let first = found.first else {
            return "source (\(Self.sourceAlone[level]?[version] ?? "?"))"
        }
        return "`\(first).bb_net`" + (found.count > 1 ? " and \(found.count - 1) more" : "")
    }
}
