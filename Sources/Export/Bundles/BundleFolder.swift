import BinaryBrain
import CFileSystem
import Foundation

/// The folder of a bundle, which is there as a whole or not at all.
///
/// Files are written to a folder of another name beside it, which takes the place of the old one in a single step of the file
/// system. A folder that is not a bundle, or holds files that no export wrote, is never replaced.
struct BundleFolder {
    /// The list of the bundle's files; a folder that has it is a bundle.
    static let manifest = "MANIFEST"
    private static let heading = "bbwb export bundle: the files that the next export to this folder replaces"
    /// Where the bundle's own Makefile works; its contents can be made again.
    private static let buildFolder = "build"

    private let target: URL
    private let folder: StagedFolder
    /// Where the bundle is while it is made.
    var staging: URL { URL(fileURLWithPath: folder.path, isDirectory: true) }

    /// Prepares to write to `path`; changes nothing there.
    /// - Throws: `BrainError` if something else is there.
    init(_ path: String) throws {
        // Behind a link it is the folder that is replaced, not the link.
        target = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath()
        try Self.requireReplaceable(target)
        folder = try StagedFolder(for: target.path)
    }

    /// Writes files into the unfinished bundle.
    func write(_ files: [ExportBundle.File]) throws {
        for file in files { try folder.write(file.bytes, to: file.path) }
    }

    /// Completes the bundle and puts it in its place.
    func commit() throws {
        try? FileManager.default.removeItem(at: staging.appendingPathComponent(Self.buildFolder))
        let names = try Self.relativeFiles(staging).sorted()
        let list = ([Self.heading] + names).joined(separator: "\n") + "\n"
        try folder.write(Array(list.utf8), to: Self.manifest)
        try Self.requireReplaceable(target)
        guard FileManager.default.fileExists(atPath: target.path) else { return try folder.commit() }
        guard bb_exchange(folder.path, target.path) == 0 else {
            throw SystemFailure.error("replacing \(target.path)")
        }
        // What lies there now is the bundle that was replaced.
        folder.discard()
        try Folder.sync(FilePath.folder(of: target.path))
    }

    /// Removes the unfinished bundle; what was in its place before is untouched.
    func discard() { folder.discard() }

    // MARK: What is there already

    private static func requireReplaceable(_ folder: URL) throws {
        func refusal(_ why: String) -> BrainError {
            BrainError(
                .io, what: "exporting to \(folder.path)", why: why,
                remedy: "choose a folder that does not exist yet, or move it away")
        }
        switch type(of: folder) {
        case nil: return
        case .typeDirectory: break
        case .typeSymbolicLink: throw refusal("it is a link to what is not there")
        default: throw refusal("it is a file")
        }
        do {
            let names = try Folder.names(in: folder.path)
            if names.isEmpty { return }
            guard names.contains(manifest) else { throw refusal("the folder is there and is no export of bbwb") }
            let bytes = try AtomicFile.read(folder.appendingPathComponent(manifest).path)
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
            guard lines.first == heading else { throw refusal("the folder is there and is no export of bbwb") }
            let known = Set(lines.dropFirst() + [manifest])
            let foreign = try relativeFiles(folder).first { !known.contains($0) && !$0.hasPrefix("\(buildFolder)/") }
            if let foreign { throw refusal("it holds \(SafeText.comment(foreign)), which no export has written") }
        } catch let error as BrainError where !error.what.hasPrefix("exporting") {
            // What nobody can see, nobody may replace.
            throw refusal("not all of it can be read: \(error.what): \(error.why)")
        }
    }

    /// What a path names, links not followed; nil if nothing.
    private static func type(of url: URL) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: url.path))?[.type] as? FileAttributeType
    }

    /// Paths of all files below a folder, links among them.
    private static func relativeFiles(_ folder: URL, below prefix: String = "") throws -> [String] {
        try Folder.names(in: folder.path).flatMap { name in
            let item = folder.appendingPathComponent(name)
            guard type(of: item) == .typeDirectory else { return [prefix + name] }
            return try relativeFiles(item, below: "\(prefix)\(name)/")
        }
    }
}
