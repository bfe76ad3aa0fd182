import Foundation

/// A file that arrives in pieces, perhaps over several starts of the program: what is there is kept and added to.
package final class PartialFile {
    private let path: String
    private let descriptor: Int32
    /// Bytes that have arrived.
    package private(set) var size: Int

    /// Opens the file at its end, making it if it is not there.
    package init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o666)
        guard descriptor >= 0 else { throw SystemFailure.error("writing \(path)") }
        size = Int(lseek(descriptor, 0, SEEK_END))
        guard size >= 0 else {
            let error = SystemFailure.error("writing \(path)")
            close(descriptor)
            throw error
        }
    }

    deinit { close(descriptor) }

    /// Adds bytes; those that the disk had room for count.
    package func append(_ bytes: some ContiguousBytes) throws {
        try bytes.withUnsafeBytes { bytes in
            var offset = 0
            while offset < bytes.count {
                let count = write(descriptor, bytes.baseAddress! + offset, bytes.count - offset)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { throw SystemFailure.error("writing \(path)", code: count < 0 ? errno : ENOSPC) }
                offset += count
                size += count
            }
        }
    }

    /// Throws away what has arrived.
    package func startOver() throws {
        guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
            throw SystemFailure.error("writing \(path)")
        }
        size = 0
    }
}
