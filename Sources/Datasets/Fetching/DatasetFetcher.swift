import BinaryBrain
import Foundation

/// Brings the files of a data set into the data directory: from mirrors, from a package of the system, or from a directory.
///
/// Every file is unpacked and checked before it gets its final name. What has arrived of a download stays as `NAME.part`, and
/// the next fetch continues from there.
public struct DatasetFetcher {
    private let entry: CatalogEntry
    private let source: FetchSource
    private let mirrors: [String]
    private let directory: String
    private let report: (FetchEvent) -> Void

    /// A fetcher for `entry`. `report` is called from one thread at a time; `mirrors`, if
    /// given, are tried instead of the listed ones (addresses to which file names are added).
    /// - Throws: `BrainError` of kind `.usage` for a data set that comes with the program.
    public init(
        _ entry: CatalogEntry, dataDirectory: String = DataDirectory.path, mirrors: [String]? = nil,
        report: @escaping (FetchEvent) -> Void = { _ in }
    ) throws {
        guard case .fetched(let source) = entry.source else {
            throw BrainError(
                .usage, what: "cannot fetch \(entry.name)", why: "it comes with the program",
                remedy: "use it as it is: bbwb run EXPERIMENT --set data=\(entry.name)")
        }
        self.entry = entry
        self.source = source
        self.mirrors = mirrors ?? source.mirrors
        directory = "\(dataDirectory)/\(entry.name)"
        self.report = report
    }

    /// Fetches whatever is missing. Returns the directory.
    /// - Throws: `BrainError` if no mirror has a file, its SHA-256 is another one, or it cannot be written.
    @discardableResult
    public func fetch() throws -> String {
        try prepared { installer in
            var missing = entry.files.filter { !installer.isInstalled($0) }
            for file in entry.files where !missing.contains(file) { report(.finished(file: file.name)) }
            if !missing.isEmpty, let package = source.systemPackage, usePackage(package, for: missing, installer) {
                missing = []
            }
            switch source.packaging {
            case .gzipEach:
                for file in missing {
                    try download("\(file.name).gz", limit: file.byteCount) { try installer.install(file, from: $0) }
                    report(.finished(file: file.name))
                }
            case .archive(let name, let sha256) where !missing.isEmpty:
                try download(name, limit: entry.files.reduce(0) { $0 + $1.byteCount }) { path in
                    let digest = try SHA256Digest.hex(ofFile: path)
                    guard digest == sha256 else {
                        throw BrainError.malformedFile(path, "its SHA-256 is \(digest), and \(sha256) is right")
                    }
                    try installer.install(entry.files, fromArchive: path)
                }
                for file in missing { report(.finished(file: file.name)) }
            case .archive: break
            }
        }
    }

    /// Takes the files from a directory of the user: plain, gzip or xz, or the published archive. Returns the directory.
    /// - Throws: `BrainError` if a file is missing there, its SHA-256 is another one, or it cannot be written.
    @discardableResult
    public func take(from path: String) throws -> String {
        let given = DatasetDirectory(path: path)
        return try prepared { installer in
            if case .archive(let name, _) = source.packaging, given.find([entry.files[0].name]) == nil,
                let archive = given.find([name])
            {
                report(.started(source: archive))
                try noteVersion(installer.install(entry.files, fromArchive: archive), of: archive)
                for file in entry.files { report(.finished(file: file.name)) }
            } else {
                try take(entry.files, from: given, installer)
            }
        }
    }

    private func take(_ files: [CatalogEntry.File], from given: DatasetDirectory, _ installer: FileInstaller) throws {
        // All are looked for before the first is copied.
        let paths = try files.map { try given.require([$0.name, Self.dottedName($0.name)]) }
        for (file, path) in zip(files, paths) {
            report(.started(source: path))
            try noteVersion(installer.install(file, from: path), of: path)
            report(.finished(file: file.name))
        }
    }

    /// The other spelling of IDX file names that is in use.
    private static func dottedName(_ name: String) -> String { name.replacingOccurrences(of: "-idx", with: ".idx") }

    private func noteVersion(_ published: Bool, of path: String) {
        if !published { report(.note("\(path) is not the published version, but its form is right")) }
    }

    /// True if the package is installed and its files are right.
    private func usePackage(
        _ package: FetchSource.SystemPackage, for files: [CatalogEntry.File], _ installer: FileInstaller
    ) -> Bool {
        guard FileManager.default.fileExists(atPath: package.directory) else { return false }
        do {
            try take(files, from: DatasetDirectory(path: package.directory), installer)
            return true
        } catch {
            report(.note("the package \(package.name) could not be used: \(error)"))
            return false
        }
    }

    /// Runs `body` with the directory made and locked against other processes that fetch the same set.
    private func prepared(_ body: (FileInstaller) throws -> Void) throws -> String {
        try Folder.make(directory)
        let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure.error("opening \(directory)") }
        defer { close(descriptor) }
        // Where the file system knows no locks nobody can tell; each file is put in its place as a whole all the same.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
            throw BrainError(
                .io, what: "cannot fetch \(entry.name)", why: "another process is fetching it to \(directory)",
                remedy: "wait until it has finished")
        }
        removeAbandoned()
        try body(FileInstaller(directory: directory, acceptsOtherVersions: source.acceptsOtherVersions))
        return directory
    }

    /// Removes what killed fetches have left, also of versions that named it otherwise. Nobody else is at it: the folder is locked.
    private func removeAbandoned() {
        TemporaryName.removeAbandoned(in: directory)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        for file in entry.files {
            for name in names where name.hasPrefix(".\(file.name).") && Int(name.dropFirst(file.name.count + 2)) != nil
            {
                unlink("\(directory)/\(name)")
            }
        }
    }

    /// Downloads one file from the first mirror that gives what `install` accepts.
    private func download(_ name: String, limit: Int, install: (_ path: String) throws -> Void) throws {
        var failures: [String] = []
        for mirror in mirrors {
            do {
                return try download(name, from: mirror, limit: limit, install: install)
            } catch let failure as TransferFailure {
                failures.append("\(mirror)\(name): \(failure.why)")
            } catch let error as BrainError where error.kind == .format {
                failures.append("\(mirror)\(name): \(error.why)")
            }
        }
        let package = source.systemPackage.map { ", or run: apt-get install \($0.name)" } ?? ""
        throw BrainError(
            .io, what: "cannot fetch \(entry.name)",
            why: "no mirror gave \(name) (\(failures.joined(separator: "; ")))",
            remedy: "check the network and run the command again (it continues where it stopped), "
                + "or give files that you have with --from DIR" + package)
    }

    /// Downloads from one mirror. A part from an earlier attempt that leads to wrong content is thrown away, once.
    private func download(
        _ name: String, from mirror: String, limit: Int, install: (_ path: String) throws -> Void
    ) throws {
        guard let url = URL(string: mirror + name), url.scheme == "https" || url.scheme == "http" else {
            throw BrainError(
                .parameter, what: "cannot fetch \(mirror)\(name)", why: "it is not an HTTPS address",
                remedy: "give an address such as https://example.org/mnist/")
        }
        let part = "\(directory)/\(name).part"
        let resumed = Self.size(of: part) > 0
        report(.started(source: url.absoluteString))
        try transfer(url, name: name, into: part, limit: limit)
        do {
            try install(part)
            unlink(part)
        } catch let error as BrainError where error.kind == .format {
            unlink(part)
            guard resumed else { throw error }
            try download(name, from: mirror, limit: limit, install: install)
        }
    }

    /// Transfers until the file is complete, going on after a cut as long as each attempt gets further.
    private func transfer(_ url: URL, name: String, into part: String, limit: Int) throws {
        while true {
            let before = Self.size(of: part)
            do {
                // Gzip makes incompressible content a little larger.
                return try Transfer(url, into: part, limit: limit + limit / 100 + 4096) { [report] received, total in
                    report(.progress(file: name, received: received, total: total))
                }.run()
            } catch let failure as TransferFailure {
                let after = Self.size(of: part)
                if after == 0 { unlink(part) }
                guard after > before else { throw failure }
            }
        }
    }

    private static func size(of path: String) -> Int {
        (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
    }
}
