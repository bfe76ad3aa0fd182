/// A data set that the program knows by name.
public struct CatalogEntry: Sendable {
    /// One file of the set, as it lies unpacked in the data directory.
    public struct File: Sendable, Hashable {
        /// Its name.
        public let name: String
        /// Its size in bytes, unpacked.
        public let byteCount: Int
        /// SHA-256 of its content, unpacked.
        public let sha256: String
    }

    /// How the files are laid out.
    enum Layout: Sendable {
        case idx
        case cifar10
        /// The only file is a table whose columns are for this, unless an experiment says otherwise.
        case table(TableColumns)
    }

    /// Where the files come from.
    enum Source: Sendable {
        /// They come with the program, in this directory of the project.
        case embedded(String)
        /// They are fetched into the data directory.
        case fetched(FetchSource)
    }

    /// The name that experiments and commands use.
    public let name: String
    /// What it is, in one line.
    public let summary: String
    /// Who made it and under which terms it may be used.
    public let licence: String
    /// Its files.
    public let files: [File]
    /// Names of the classes.
    public let classNames: [String]

    let layout: Layout
    let source: Source

    /// Whether it comes with the program.
    public var isEmbedded: Bool {
        if case .embedded = source { true } else { false }
    }

    /// The directory that holds (or will hold) its files; nil if it should have come with the program and did not.
    public func directory(in dataDirectory: String = DataDirectory.path) -> String? {
        switch source {
        case .embedded(let path): ProjectFiles.locate(path)
        case .fetched: "\(dataDirectory)/\(name)"
        }
    }

    /// Whether all its files are there.
    public func isPresent(in dataDirectory: String = DataDirectory.path) -> Bool {
        guard let path = directory(in: dataDirectory) else { return false }
        let directory = DatasetDirectory(path: path)
        return files.allSatisfy { directory.find([$0.name]) != nil }
    }
}

/// Where a fetched data set can be had.
struct FetchSource: Sendable {
    /// How the files travel.
    enum Packaging: Sendable {
        /// Each by itself, gzip compressed, as `NAME.gz`.
        case gzipEach
        /// All in one compressed tar of this name and SHA-256.
        case archive(name: String, sha256: String)
    }

    /// A package of the distribution that holds the same files, and where it puts them.
    struct SystemPackage: Sendable {
        let name: String
        let directory: String
    }

    /// Addresses to which the name of the file is added, in the order in which they are tried.
    let mirrors: [String]
    let packaging: Packaging
    var systemPackage: SystemPackage?
    /// Whether a file that the user gives must have the listed digest, or only the right form.
    var acceptsOtherVersions = false
}
