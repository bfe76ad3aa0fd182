import Foundation

/// Writes one file such that a reader, or a crash at any moment, finds the old contents or the new, never a mixture.
///
/// The bytes go to a temporary file in the same folder, which is synced, takes over mode and owner of the file that it replaces,
/// and gets its name by `rename`; then the folder is synced. Behind a symbolic link it is the file that is replaced. A pipe or a
/// device has no contents to keep: bytes go straight through.
package final class FileOutput {
    /// What it is called in errors.
    private let path: String
    private var descriptor: Int32
    /// The temporary file and where it goes; nil for a pipe or device.
    private let renaming: (temporary: String, path: String)?
    private var buffer: [UInt8] = []
    /// Whether nobody reads any more what goes through a pipe.
    package private(set) var isUnread = false
    /// Whether it is a file, whose bytes can still be changed, and not a pipe or a device.
    package var isFile: Bool { renaming != nil }

    /// Begins to write to `path`. What is there stays until `commit`.
    package init(_ path: String) throws {
        self.path = path
        switch try OutputPlace(path) {
        case .descriptor(let number):
            renaming = nil
            descriptor = fcntl(number, F_DUPFD_CLOEXEC, 0)
            guard descriptor >= 0 else { throw SystemFailure.error("writing \(path)") }
            PipeCapacity.enlarge(descriptor)
        case .stream(let stream):
            renaming = nil
            descriptor = open(stream, O_WRONLY | O_CLOEXEC | O_NOCTTY)
            guard descriptor >= 0 else { throw SystemFailure.error("writing \(path)") }
            PipeCapacity.enlarge(descriptor)
        case .file(let file, let existing):
            TemporaryName.removeAbandoned(in: FilePath.folder(of: file))
            let temporary = TemporaryName.beside(file)
            renaming = (temporary, file)
            // Never more open than what it replaces, not even for a moment.
            let mode = existing.map { $0.st_mode & 0o666 } ?? 0o666
            UnfinishedFiles.begin(temporary)
            descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
            guard descriptor >= 0 else { throw SystemFailure.error("writing \(path)") }
            TemporaryName.hold(descriptor)
            if let existing { Self.take(over: existing, descriptor) }
        }
    }

    /// What was not committed leaves nothing behind.
    deinit {
        if let renaming { UnfinishedFiles.end(renaming.temporary) }
        guard descriptor >= 0 else { return }
        if let renaming { unlink(renaming.temporary) }
        close(descriptor)
    }

    /// Owner, as far as this process may give files away, and mode.
    private static func take(over existing: stat, _ descriptor: Int32) {
        if fchown(descriptor, existing.st_uid, existing.st_gid) != 0 {
            _ = fchown(descriptor, uid_t.max, existing.st_gid)
        }
        _ = fchmod(descriptor, existing.st_mode & 0o7777)
    }

    /// Where all bytes added so far are until `commit`, for a check of the whole; a pipe's or device's own path.
    package func unfinishedPath() throws -> String {
        try flush()
        return renaming?.temporary ?? path
    }

    /// Bytes that are gathered before they are written.
    private static let bufferSize = 1 << 20

    /// Adds bytes.
    package func append(_ bytes: UnsafeRawBufferPointer) throws {
        if buffer.count + bytes.count > Self.bufferSize { try flush() }
        guard bytes.count < Self.bufferSize else { return try write(bytes) }
        buffer.append(contentsOf: bytes)
    }

    /// Writes what is gathered: whoever reads a pipe need not wait for more.
    package func flush() throws {
        try buffer.withUnsafeBytes { try write($0) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws {
        var offset = 0
        while offset < bytes.count {
            let count = Foundation.write(descriptor, bytes.baseAddress! + offset, bytes.count - offset)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                let code = count < 0 ? errno : ENOSPC
                isUnread = code == EPIPE
                throw failure(code)
            }
            offset += count
        }
    }

    /// Puts other bytes in the place of the first ones of a file.
    package func replaceBeginning(by bytes: [UInt8]) throws {
        precondition(isFile, "what went through a pipe is gone")
        try flush()
        guard pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else { throw failure() }
    }

    /// Ends the file and puts it in its place. Nothing can be added afterwards.
    package func commit() throws {
        try flush()
        guard let renaming else {
            let open = descriptor
            descriptor = -1
            guard close(open) == 0 else { throw failure() }
            return
        }
        guard fsync(descriptor) == 0, rename(renaming.temporary, renaming.path) == 0 else { throw failure() }
        let open = descriptor
        descriptor = -1
        guard close(open) == 0 else { throw failure() }
        try Folder.sync(FilePath.folder(of: renaming.path))
    }

    private func failure(_ code: Int32 = errno) -> BrainError { SystemFailure.error("writing \(path)", code: code) }
}
