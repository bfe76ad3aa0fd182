import Foundation

/// Bytes that come one after another: of a file, a pipe, a device, or standard input, which `-` stands for.
package final class StreamInput {
    /// What it is called in errors.
    package let path: String
    /// Bytes of a file with contents of its own; nil of anything else.
    package let size: Int?
    private let descriptor: Int32

    /// Opens it.
    /// - Throws: `BrainError` of kind `.io` if there is nothing to read.
    package init(_ path: String) throws {
        let isStandard = path == "-"
        self.path = isStandard ? "standard input" : path
        descriptor =
            isStandard ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
        guard descriptor >= 0 else { throw SystemFailure.reading(self.path) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let error = SystemFailure.reading(self.path)
            close(descriptor)
            throw error
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: size = Int(status.st_size)
        case S_IFDIR:
            close(descriptor)
            throw BrainError(
                .io, what: "reading \(self.path)", why: "it is a folder, not a file", remedy: "name a file")
        default:
            size = nil
            PipeCapacity.enlarge(descriptor)
        }
    }

    deinit { close(descriptor) }

    /// Fills memory with the bytes that come next.
    /// - Parameters:
    ///   - start: bytes that are there already.
    ///   - unit: as soon as there are so many bytes, and no more come for a moment, it is left at that; nil waits for all.
    /// - Returns: bytes that are there now, and whether nothing more comes.
    package func fill(
        _ memory: UnsafeMutableRawBufferPointer, from start: Int = 0, unit: Int? = nil
    ) throws -> (count: Int, isEnd: Bool) {
        var filled = start
        while filled < memory.count {
            let count = Foundation.read(descriptor, memory.baseAddress! + filled, memory.count - filled)
            if count < 0, errno == EINTR || errno == EAGAIN {
                _ = hasMore(within: -1)
                continue
            }
            guard count >= 0 else { throw SystemFailure.reading(path) }
            if count == 0 { return (filled, true) }
            filled += count
            if let unit, filled >= unit, filled < memory.count, size == nil, !hasMore(within: Self.patience) { break }
        }
        return (filled, false)
    }

    /// The next bytes, fewer than `count` only at the end.
    package func read(upTo count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = try fill(UnsafeMutableRawBufferPointer(buffer)).count
        }
    }

    /// Milliseconds after which what has come is not kept waiting for what may come.
    private static let patience: Int32 = 10

    private func hasMore(within milliseconds: Int32) -> Bool {
        var source = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&source, 1, milliseconds) != 0
    }
}

/// Pipes that hold more than the usual 64 KB: whoever writes and whoever reads wait for one another less often.
enum PipeCapacity {
    /// F_SETPIPE_SZ, which Swift does not import.
    private static let command: Int32 = 1031

    /// Asks for a megabyte; what is no pipe, and a system that refuses, stay as they are.
    static func enlarge(_ descriptor: Int32) { _ = fcntl(descriptor, command, Int32(1 << 20)) }
}
