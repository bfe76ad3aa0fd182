import Foundation

/// A folder in the making, beside the place that it will take: whoever looks there finds the whole folder or none of it.
package final class StagedFolder {
    /// Where it is while it is made.
    package let path: String
    private let target: String
    /// Holds the lock that says somebody is at it.
    private let descriptor: Int32
    private var isDone = false

    /// Makes an empty folder beside `target`, and the folders that it lies in.
    package init(for target: String) throws {
        self.target = target
        try Folder.make(FilePath.folder(of: target))
        TemporaryName.removeAbandoned(in: FilePath.folder(of: target))
        path = TemporaryName.beside(target)
        guard mkdir(path, 0o777) == 0 else { throw SystemFailure.error("making the folder \(target)") }
        descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let error = SystemFailure.error("making the folder \(target)")
            rmdir(path)
            throw error
        }
        TemporaryName.hold(descriptor)
    }

    deinit {
        discard()
        close(descriptor)
    }

    /// Removes what lies at `path`.
    package func discard() {
        if !isDone { try? FileManager.default.removeItem(atPath: path) }
        isDone = true
    }

    /// Writes a file into it, at a path below it.
    package func write(_ bytes: [UInt8], to name: String) throws {
        let file = "\(path)/\(name)"
        do {
            try Folder.make(FilePath.folder(of: file))
            try AtomicFile.write(bytes, to: file)
        } catch var error as BrainError {
            // Nobody knows the temporary name.
            error.what = error.what.replacing(path, with: target)
            throw error
        }
    }

    /// Gives the folder its name, which nothing else must bear.
    package func commit() throws {
        guard rename(path, target) == 0 else { throw SystemFailure.error("making the folder \(target)") }
        isDone = true
        try Folder.sync(FilePath.folder(of: target))
    }
}
