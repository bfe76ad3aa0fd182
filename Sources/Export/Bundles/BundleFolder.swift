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
    /// Where the bundle is while it is made.
    let staging: URL

    /// Prepares to write to `path`; changes nothing there.
    /// - Throws: `BrainError` if something else is there.
    init(_ path: String) throws {
        // Behind a link it is the folder that is replaced, not the link.
        target = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath()
        let name = target.lastPathComponent
        staging = target.deletingLastPathComponent().appendingPathComponent(
            ".\(name).bbwb-\(getpid())-\(UInt32.random(in: 0...UInt32.max))", isDirectory: true)
        try Self.requireReplaceable(target)
        removeAbandoned()
        try Self.makeFolder(staging.path)
    }

    /// Writes files into the unfinished bundle.
    func write(_ files: [ExportBundle.File]) throws {
        for file in files {
            let url = staging.appendingPathComponent(file.path)
            try Self.makeFolder(url.deletingLastPathComponent().path)
            try Self.writeSynced(file.bytes, to: url.path)
        }
    }

    /// Completes the bundle and puts it in its place.
    func commit() throws {
        try? FileManager.default.removeItem(at: staging.appendingPathComponent(Self.buildFolder))
        let names = try Self.relativeFiles(staging).sorted()
        let list = ([Self.heading] + names).joined(separator: "\n") + "\n"
        try Self.writeSynced(Array(list.utf8), to: staging.appendingPathComponent(Self.manifest).path)
        try Self.requireReplaceable(target)
        if FileManager.default.fileExists(atPath: target.path) {
            guard bb_exchange(staging.path, target.path) == 0 else { throw Self.failure("replacing \(target.path)") }
            try? FileManager.default.removeItem(at: staging)
        } else {
            guard rename(staging.path, target.path) == 0 else { throw Self.failure("making \(target.path)") }
        }
    }

    /// Removes the unfinished bundle; what was in its place before is untouched.
    func discard() { try? FileManager.default.removeItem(at: staging) }

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
            if try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty { return }
            guard let text = try? String(contentsOf: folder.appendingPathComponent(manifest), encoding: .utf8) else {
                throw refusal("the folder is there and is no export of bbwb")
            }
            let lines = text.split(separator: "\n").map(String.init)
            guard lines.first == heading else { throw refusal("the folder is there and is no export of bbwb") }
            let known = Set(lines.dropFirst() + [manifest])
            let foreign = try relativeFiles(folder).first { !known.contains($0) && !$0.hasPrefix("\(buildFolder)/") }
            if let foreign { throw refusal("it holds \(SafeText.comment(foreign)), which no export has written") }
        } catch let error as BrainError {
            throw error
        } catch {
            // What nobody can see, nobody may replace.
            throw refusal("not all of it can be read")
        }
    }

    /// What a path names, links not followed; nil if nothing.
    private static func type(of url: URL) -> FileAttributeType? {
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

    /// Removes unfinished bundles for this folder whose program is gone.
    private func removeAbandoned() {
        let parent = target.deletingLastPathComponent()
        let prefix = ".\(target.lastPathComponent).bbwb-"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        where name.hasPrefix(prefix) {
            guard let process = pid_t(name.dropFirst(prefix.count).prefix { $0 != "-" }) else { continue }
            if kill(process, 0) != 0, errno == ESRCH {
                try? FileManager.default.removeItem(at: parent.appendingPathComponent(name))
            }
        }
    }

    // MARK: Writing

    private static func writeSynced(_ bytes: [UInt8], to path: String) throws {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw failure("writing \(path)") }
        var offset = 0
        while offset < bytes.count {
            let count = bytes.withUnsafeBytes {
                Foundation.write(descriptor, $0.baseAddress! + offset, $0.count - offset)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let error = failure("writing \(path)")
                close(descriptor)
                throw error
            }
            offset += count
        }
        let isSynced = fsync(descriptor) == 0
        let error = failure("writing \(path)")
        guard close(descriptor) == 0, isSynced else { throw error }
    }

    /// Makes a folder and those that it lies in, unless they are there.
    private static func makeFolder(_ path: String) throws {
        if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
        let error = failure("making \(path)")
        let isParentMissing = errno == ENOENT
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
        guard isParentMissing, access(parent, F_OK) != 0 else { throw error }
        try makeFolder(parent)
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw failure("making \(path)") }
    }

    private static func failure(_ what: String) -> BrainError {
        BrainError(
            .io, what: what, why: String(cString: strerror(errno)),
            remedy: errno == ENOSPC || errno == EDQUOT
                ? "free some space on that disk" : "choose a folder that you may write to, with --out")
    }
}
