import Foundation

/// A file without a name, for the output of other programs: nothing of it is left whatever ends this program.
package enum UnnamedFile {
    /// Makes one in the system's temporary folder.
    package static func make() throws -> FileHandle {
        let folder = FileManager.default.temporaryDirectory.path
        let path = TemporaryName.beside("\(folder)/output")
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            let code = errno
            throw BrainError(
                .io, what: "keeping a program's output in \(folder)", why: String(cString: strerror(code)),
                remedy: "free some space there, or set TMPDIR")
        }
        unlink(path)
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }
}
