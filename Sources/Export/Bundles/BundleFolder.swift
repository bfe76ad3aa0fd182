import BinaryBrain
import CFileSystem
import Foundation

/// The folder of a bundle, which is there as a whole or not at all.
///
/// Files are written to a folder of another name beside it, which takes the place of the old one in a single step of the file
/// system. A folder that is not a bundle, or holds files that no export wrote, is never replaced, and files of a bundle that
/// somebody has edited are kept (`EditedFiles`).
final class BundleFolder {
    /// Where the bundle's own Makefile works; its contents can be made again.
    private static let buildFolder = "build"

    private let target: URL
    private var folder: StagedFolder
    /// Where the bundle is while it is made, and from `place` on a copy for programs to work in.
    var staging: URL { URL(fileURLWithPath: folder.path, isDirectory: true) }
    private var manifest = BundleManifest([])
    /// As placed; nil before.
    private var placed: BundleManifest?

    /// Prepares to write to `path`; changes nothing there.
    /// - Throws: `BrainError` if something else is there.
    init(_ path: String) throws {
        // Behind a link it is the folder that is replaced, not the link.
        target = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath()
        // What a killed program was about to put into the bundle.
        TemporaryName.removeAbandoned(in: target.path)
        try Self.requireReplaceable(target)
        folder = try StagedFolder(for: target.path)
    }

    /// Writes files into the unfinished bundle.
    func write(_ files: [ExportBundle.File]) throws {
        for file in files { try folder.write(file.bytes, to: file.path) }
        manifest.digests.merge(BundleManifest(files).digests) { $1 }
    }

    /// Completes the bundle and puts it in its place. A copy stays in `staging` if programs are to work with it.
    /// - Returns: what became of files that somebody had edited, a sentence each.
    func place(keepingCopy isCopied: Bool) throws -> [String] {
        let old = try Self.requireReplaceable(target)
        let notes = try old.map { try EditedFiles(in: target, $0).keep(in: folder, &manifest) } ?? []
        try folder.write(Array(manifest.text.utf8), to: BundleManifest.name)
        if FileManager.default.fileExists(atPath: target.path) {
            guard bb_exchange(folder.path, target.path) == 0 else {
                throw SystemFailure.error("replacing \(target.path)")
            }
            // What lies there now is the bundle that was replaced.
            folder.discard()
            try Folder.sync(FilePath.folder(of: target.path))
        } else {
            try folder.commit()
        }
        placed = manifest
        guard isCopied else { return notes }
        let copy = try StagedFolder(for: target.path)
        for path in manifest.digests.keys {
            try copy.write(AtomicFile.read(target.appendingPathComponent(path).path), to: path)
        }
        folder = copy
        return notes
    }

    /// Puts files into the bundle that is in its place: each is there as before or as a whole.
    /// - Throws: `BrainError` if another export has replaced the bundle since.
    func add(_ files: [ExportBundle.File]) throws {
        let list = target.appendingPathComponent(BundleManifest.name).path
        guard let placed, let bytes = try? AtomicFile.read(list),
            BundleManifest(String(decoding: bytes, as: UTF8.self)) == placed
        else {
            throw BrainError(
                .io, what: "writing the proof to \(target.path)",
                why: "another export has replaced the bundle meanwhile",
                remedy: "export again, to a folder of its own")
        }
        for file in files { try AtomicFile.write(file.bytes, to: target.appendingPathComponent(file.path).path) }
        manifest.digests.merge(BundleManifest(files).digests) { $1 }
        try AtomicFile.write(Array(manifest.text.utf8), to: list)
        self.placed = manifest
    }

    /// Removes what is not in its place: the unfinished bundle, or the copy.
    func discard() { folder.discard() }

    // MARK: What is there already

    /// The manifest of the bundle that is in a place; nil if nothing is.
    @discardableResult
    private static func requireReplaceable(_ folder: URL) throws -> BundleManifest? {
        func refusal(_ why: String) -> BrainError {
            BrainError(
                .io, what: "exporting to \(folder.path)", why: why,
                remedy: "choose a folder that does not exist yet, or move it away")
        }
        switch type(of: folder) {
        case nil: return nil
        case .typeDirectory: break
        case .typeSymbolicLink: throw refusal("it is a link to what is not there")
        default: throw refusal("it is a file")
        }
        do {
            let names = try Folder.names(in: folder.path)
            if names.isEmpty { return nil }
            let list = folder.appendingPathComponent(BundleManifest.name)
            guard type(of: list) == .typeRegular,
                let manifest = BundleManifest(String(decoding: try AtomicFile.read(list.path), as: UTF8.self))
            else { throw refusal("the folder exists and is not an export of bbwb") }
            let present = try relativeFiles(folder).filter { !$0.hasPrefix("\(buildFolder)/") }
            if let foreign = present.first(where: { !manifest.knows($0) }) {
                throw refusal("it holds \(SafeText.comment(foreign)), which no export has written")
            }
            for path in present {
                let type = type(of: folder.appendingPathComponent(path))
                guard type != .typeRegular, type != .typeSymbolicLink else { continue }
                throw refusal("\(SafeText.comment(path)) in it is not a file")
            }
            guard !manifest.isWithoutDigests else {
                throw refusal(
                    "an older version of bbwb wrote it without digests, so it is not known whether its files were edited"
                )
            }
            return manifest
        } catch let error as BrainError where !error.what.hasPrefix("exporting") {
            // What nobody can see, nobody may replace.
            throw refusal("not all of it can be read: \(error.what): \(error.why)")
        }
    }

    /// What a path names, links not followed; nil if nothing.
    static func type(of url: URL) -> FileAttributeType? {
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
