import Foundation

/// A file opened to be read. Only files with contents of their own will do: from a pipe, a folder or a device nothing is read, and
/// nothing waits for one.
package final class InputFile {
    /// What it is called in errors.
    package let path: String
    /// Bytes it had when it was opened.
    package let size: Int
    /// For system libraries that read by themselves; it stays open as long as this object.
    package let descriptor: Int32

    /// Opens a file.
    /// - Throws: `BrainError` of kind `.io` if there is none, or something else.
    package init(_ path: String) throws {
        self.path = path
        // A pipe is not even opened: whoever waits to write to it would take this for its reader, and its bytes would be lost.
        var status = stat()
        if stat(path, &status) == 0 { try Self.require(status, path) }
        // Without O_NONBLOCK, opening a pipe that has come meanwhile waits for whoever writes to it.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { throw SystemFailure.reading(path) }
        do {
            guard fstat(descriptor, &status) == 0 else { throw SystemFailure.reading(path) }
            try Self.require(status, path)
        } catch {
            close(descriptor)
            throw error
        }
        size = Int(status.st_size)
    }

    /// Throws for anything but a file with contents of its own.
    private static func require(_ status: stat, _ path: String) throws {
        guard status.st_mode & S_IFMT != S_IFREG else { return }
        throw BrainError(
            .io, what: "reading \(path)", why: "it is \(FileKind.name(status.st_mode)), not a file",
            remedy: "name a file")
    }

    deinit { close(descriptor) }

    /// The next bytes, no more than `count`; fewer only at the end.
    package func read(upTo count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let read = Foundation.read(descriptor, buffer.baseAddress! + filled, count - filled)
                if read < 0, errno == EINTR { continue }
                guard read >= 0 else { throw SystemFailure.reading(path) }
                if read == 0 { return }
                filled += read
            }
        }
    }

    /// The first bytes, without moving on; fewer than `count` only if the file has no more.
    package func head(_ count: Int) throws -> [UInt8] {
        let bytes = try read(upTo: count)
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw SystemFailure.reading(path) }
        return bytes
    }

    /// All bytes, which are no more than `limit`. A file that grows meanwhile is read as it was when it was opened.
    package func readAll(limit: Int) throws -> [UInt8] {
        guard size <= limit else {
            throw BrainError(
                .io, what: "reading \(path)", why: "it has \(size) bytes, more than the \(limit) that are read",
                remedy: "check the path")
        }
        return try read(upTo: size)
    }
}

/// What a path can name, in words.
enum FileKind {
    static func name(_ mode: mode_t) -> String {
        switch mode & S_IFMT {
        case S_IFREG: "a file"
        case S_IFDIR: "a folder"
        case S_IFIFO: "a pipe"
        case S_IFSOCK: "a socket"
        case S_IFCHR, S_IFBLK: "a device"
        default: "something else"
        }
    }
}
