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
        target = URL(fileURLWithPath: path).standardizedFileURL
        let name = target.lastPathComponent
        staging = target.deletingLastPathComponent().appendingPathComponent(
            ".\(name).bbwb-\(getpid())-\(UInt32.random(in: 0...UInt32.max))", isDirectory: true)
        try Self.requireReplaceable(target)
        removeAbandoned()
        try Self.making(staging.path) {
            try FileManager.default.createDirectory(at: staging, withIntermediateDirectories: true)
        }
    }

    /// Writes files into the unfinished bundle.
    func write(_ files: [ExportBundle.File]) throws {
        for file in files {
            let url = staging.appendingPathComponent(file.path)
            try Self.making(url.path) {
                try FileManager.default.createDirectory(
                    at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            }
            try Self.writeSynced(file.bytes, to: url.path)
        }
    }

    /// Completes the bundle and puts it in its place.
    func commit() throws {
        try? FileManager.default.removeItem(at: staging.appendingPathComponent(Self.buildFolder))
        let names = Self.relativeFiles(staging).sorted()
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
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else { return }
        func refusal(_ why: String) -> BrainError {
            BrainError(
                .io, what: "exporting to \(folder.path)", why: why,
                remedy: "choose a folder that does not exist yet, or move it away")
        }
        guard isFolder.boolValue else { throw refusal("it is a file") }
        let present = relativeFiles(folder)
        if present.isEmpty { return }
        guard let text = try? String(contentsOf: folder.appendingPathComponent(manifest), encoding: .utf8) else {
            throw refusal("the folder is there and is no export of bbwb")
        }
        let lines = text.split(separator: "\n").map(String.init)
        guard lines.first == heading else { throw refusal("the folder is there and is no export of bbwb") }
        let known = Set(lines.dropFirst() + [manifest])
        if let foreign = present.first(where: { !known.contains($0) && !$0.hasPrefix("\(buildFolder)/") }) {
            throw refusal("it holds \(SafeText.comment(foreign)), which no export has written")
        }
    }

    /// Paths of all files below a folder.
    private static func relativeFiles(_ folder: URL) -> [String] {
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return paths.filter { path in
            var isFolder: ObjCBool = false
            let exists = FileManager.default.fileExists(
                atPath: folder.appendingPathComponent(path).path, isDirectory: &isFolder)
            return !exists || !isFolder.boolValue
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

    private static func making(_ path: String, _ body: () throws -> Void) throws {
        do { try body() } catch {
            let reason = ((error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError)
                .flatMap { $0.domain == NSPOSIXErrorDomain ? String(cString: strerror(Int32($0.code))) : nil }
            throw BrainError(
                .io, what: "making \(path)", why: reason ?? error.localizedDescription,
                remedy: "choose a folder that you may write to, with --out")
        }
    }

    private static func failure(_ what: String) -> BrainError {
        BrainError(
            .io, what: what, why: String(cString: strerror(errno)),
            remedy: errno == ENOSPC || errno == EDQUOT
                ? "free some space on that disk" : "choose a folder that you may write to, with --out")
    }
}
