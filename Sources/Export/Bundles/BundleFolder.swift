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
    /// Where the bundle is while it is made, and from `place` on a copy for programs to work in.
    let staging: URL
    /// As placed; nil before.
    private var placed: BundleManifest?
    private var manifest = BundleManifest([])
    /// Says, by its lock, that the folder is in use; −1 for none.
    private var use: Int32 = -1

    /// Prepares to write to `path`; changes nothing there.
    /// - Throws: `BrainError` if something else is there.
    init(_ path: String) throws {
        // Behind a link it is the folder that is replaced, not the link.
        target = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath()
        let name = target.lastPathComponent
        staging = target.deletingLastPathComponent().appendingPathComponent(
            ".\(name).bbwb-\(getpid())-\(UInt32.random(in: 0...UInt32.max))", isDirectory: true)
        try Self.requireReplaceable(target)
        AbandonedFolders(of: target).remove()
        try makeStaging()
    }

    private func makeStaging() throws {
        try Folder.make(staging.path)
        use = AbandonedFolders.use(staging)
    }

    /// Writes files into the unfinished bundle.
    func write(_ files: [ExportBundle.File]) throws {
        for file in files {
            let url = staging.appendingPathComponent(file.path)
            try Folder.make(url.deletingLastPathComponent().path)
            try AtomicFile.write(file.bytes, to: url.path)
        }
        manifest.digests.merge(BundleManifest(files).digests) { $1 }
    }

    /// Completes the bundle and puts it in its place. A copy stays in `staging` if programs are to work with it.
    /// - Returns: what became of files that somebody had edited, a sentence each.
    func place(keepingCopy isCopied: Bool) throws -> [String] {
        try? FileManager.default.removeItem(at: staging.appendingPathComponent(Self.buildFolder))
        let old = try Self.requireReplaceable(target)
        let notes = try old.map { try EditedFiles(in: target, $0).keep(in: staging, &manifest) } ?? []
        try AtomicFile.write(
            Array(manifest.text.utf8), to: staging.appendingPathComponent(BundleManifest.name).path)
        if FileManager.default.fileExists(atPath: target.path) {
            guard bb_exchange(staging.path, target.path) == 0 else { throw SystemFailure.error("replacing \(target.path)") }
            try? FileManager.default.removeItem(at: staging)
        } else {
            guard rename(staging.path, target.path) == 0 else { throw SystemFailure.error("making \(target.path)") }
        }
        try Folder.sync(target.deletingLastPathComponent().path)
        release()
        placed = manifest
        guard isCopied else { return notes }
        try makeStaging()
        for path in manifest.digests.keys {
            let copy = staging.appendingPathComponent(path)
            try Folder.make(copy.deletingLastPathComponent().path)
            try FileManager.default.copyItem(at: target.appendingPathComponent(path), to: copy)
        }
        return notes
    }

    /// Puts files into the bundle that is in its place: each is there as before or as a whole.
    /// - Throws: `BrainError` if another export has replaced the bundle since.
    func add(_ files: [ExportBundle.File]) throws {
        let path = target.appendingPathComponent(BundleManifest.name).path
        guard let placed, let text = try? String(contentsOfFile: path, encoding: .utf8), BundleManifest(text) == placed
        else {
            throw BrainError(
                .io, what: "writing the proof to \(target.path)",
                why: "another export has replaced the bundle meanwhile",
                remedy: "export again, to a folder of its own")
        }
        for file in files { try put(file.bytes, at: file.path) }
        manifest.digests.merge(BundleManifest(files).digests) { $1 }
        try put(Array(manifest.text.utf8), at: BundleManifest.name)
        self.placed = manifest
    }

    private func put(_ bytes: [UInt8], at path: String) throws {
        let new = staging.appendingPathComponent("\(path).to-be-put")
        try AtomicFile.write(bytes, to: new.path)
        guard rename(new.path, target.appendingPathComponent(path).path) == 0 else {
            throw SystemFailure.error("writing \(target.appendingPathComponent(path).path)")
        }
        try Folder.sync(target.path)
    }

    /// Removes what is not in its place: the unfinished bundle, or the copy.
    func discard() {
        try? FileManager.default.removeItem(at: staging)
        release()
    }

    private func release() {
        if use >= 0 { close(use) }
        use = -1
    }

    deinit { release() }

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
            if try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty { return nil }
            let list = folder.appendingPathComponent(BundleManifest.name)
            guard type(of: list) == .typeRegular, let text = try? String(contentsOf: list, encoding: .utf8),
                let manifest = BundleManifest(text)
            else { throw refusal("the folder is there and is no export of bbwb") }
            let present = try relativeFiles(folder).filter { !$0.hasPrefix("\(buildFolder)/") }
            if let foreign = present.first(where: { !manifest.knows($0) }) {
                throw refusal("it holds \(SafeText.comment(foreign)), which no export has written")
            }
            for path in present {
                let type = type(of: folder.appendingPathComponent(path))
                guard type != .typeRegular, type != .typeSymbolicLink else { continue }
                throw refusal("\(SafeText.comment(path)) in it is no file")
            }
            guard !manifest.isWithoutDigests else {
                throw refusal(
                    "an older version of bbwb wrote it without digests, so that nobody can say whether its files were edited"
                )
            }
            return manifest
        } catch let error as BrainError {
            throw error
        } catch {
            // What nobody can see, nobody may replace.
            throw refusal("not all of it can be read")
        }
    }

    /// What a path names, links not followed; nil if nothing.
    static func type(of url: URL) -> FileAttributeType? {
        (try? FileManager.default.attributesOfItem(atPath: url.path))?[.type] as? FileAttributeType
    }

    /// Paths of all files below a folder, links among them.
    private static func relativeFiles(_ folder: URL, below prefix: String = "") throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).flatMap { name in
            let item = folder.appendingPathComponent(name)
            guard type(of: item) == .typeDirectory else { return [prefix + name] }
            return try relativeFiles(item, below: "\(prefix)\(name)/")
        }
    }
}
