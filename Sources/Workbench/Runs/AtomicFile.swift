import BinaryBrain
import Foundation

/// Reads and writes whole files. Writing is such that a reader, or a crash at any moment, finds the old contents or the new, never a mixture.
enum AtomicFile {
    /// The largest file that is read, in bytes.
    static let defaultLimit = 1 << 32

    /// All bytes of a file that has no more than `limit`.
    static func read(_ path: String, limit: Int = defaultLimit) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure.error("reading \(path)", code: errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Foundation.read(descriptor, &block, block.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemFailure.error("reading \(path)", code: errno) }
            if count == 0 { return bytes }
            guard count <= limit - bytes.count else {
                throw BrainError(
                    .io, what: "reading \(path)", why: "it has more than \(limit) bytes", remedy: "check the path")
            }
            bytes += block[..<count]
        }
    }

    /// Writes to a temporary file in the same folder, syncs it, renames it over `path`, and syncs the folder.
    static func write(_ bytes: [UInt8], to path: String) throws {
        let folder = (path as NSString).deletingLastPathComponent
        let temporary = "\(path).\(getpid())-\(UInt32.random(in: 0...UInt32.max)).tmp"
        UnfinishedFiles.begin(temporary)
        defer { UnfinishedFiles.end(temporary) }
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw SystemFailure.error("writing \(path)", code: errno) }
        do {
            try fill(descriptor, with: bytes, path: path)
            guard rename(temporary, path) == 0 else { throw SystemFailure.error("writing \(path)", code: errno) }
        } catch {
            unlink(temporary)
            throw error
        }
        try syncFolder(folder.isEmpty ? "." : folder)
    }

    /// Writes everything, syncs and closes, whatever happens.
    private static func fill(_ descriptor: Int32, with bytes: [UInt8], path: String) throws {
        var isOpen = true
        defer { if isOpen { close(descriptor) } }
        var offset = 0
        try bytes.withUnsafeBytes { buffer in
            while offset < buffer.count {
                let count = Foundation.write(descriptor, buffer.baseAddress! + offset, buffer.count - offset)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw SystemFailure.error("writing \(path)", code: count < 0 ? errno : ENOSPC) }
                offset += count
            }
        }
        guard fsync(descriptor) == 0 else { throw SystemFailure.error("writing \(path)", code: errno) }
        isOpen = false
        guard close(descriptor) == 0 else { throw SystemFailure.error("writing \(path)", code: errno) }
    }

    private static func syncFolder(_ folder: String) throws {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure.error("syncing \(folder)", code: errno) }
        defer { close(descriptor) }
        // Some file systems cannot sync a folder; the rename itself has happened.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw SystemFailure.error("syncing \(folder)", code: errno)
        }
    }
}
