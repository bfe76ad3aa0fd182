import Foundation

/// Makes and syncs folders.
package enum Folder {
    /// Makes a folder and those that it lies in, unless they are there. What is made is there after a crash, too.
    package static func make(_ path: String) throws {
        if mkdir(path, 0o777) == 0 { return try sync(FilePath.folder(of: path)) }
        let code = errno
        if code == EEXIST, isFolder(path) { return }
        let parent = FilePath.folder(of: path)
        guard code == ENOENT, parent != path, parent != ".", !isFolder(parent) else {
            throw SystemFailure.error("making the folder \(path)", code: code == EEXIST ? ENOTDIR : code)
        }
        try make(parent)
        try makeBelowNewParent(path)
        try sync(parent)
    }

    /// Makes a folder that nobody has made before, however many try at once.
    /// - Returns: whether it was made now.
    package static func makeNew(_ path: String) throws -> Bool {
        if mkdir(path, 0o777) == 0 {
            try sync(FilePath.folder(of: path))
            return true
        }
        guard errno == EEXIST else { throw SystemFailure.error("making the folder \(path)") }
        return false
    }

    /// Pauses and attempts while a network file system may still remember that a parent, which another machine has just made, was not
    /// there: a few seconds.
    private static let (pause, attempts): (UInt32, Int) = (100_000, 50)

    private static func makeBelowNewParent(_ path: String) throws {
        for _ in 1..<attempts {
            if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
            guard errno == ENOENT else { break }
            usleep(pause)
        }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
            throw SystemFailure.error("making the folder \(path)")
        }
    }

    /// The names in a folder, in no order.
    package static func names(in path: String) throws -> [String] {
        guard let folder = opendir(path) else { throw SystemFailure.reading("the folder \(path)") }
        defer { closedir(folder) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(folder) else {
                guard errno == 0 else { throw SystemFailure.reading("the folder \(path)") }
                return names
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
    }

    /// Whether a path is a folder, or a link to one.
    package static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Whether a path is something that can be read as a file.
    package static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFDIR
    }

    /// Makes what has been renamed, made or removed in a folder outlast a crash.
    package static func sync(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFailure.error("syncing \(path)") }
        defer { close(descriptor) }
        // Some file systems cannot sync a folder; the rename itself has happened.
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw SystemFailure.error("syncing \(path)") }
    }
}
