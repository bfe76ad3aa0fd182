import Foundation

/// One process's claim on a piece of work that several look for in a common folder.
///
/// It is a file that says who has made it, and is locked and touched (`Lease`) as long as the claim lives. Where a file system has
/// no locks two processes may, in the worst case, both make one.
package final class ClaimFile {
    private let path: String
    private let descriptor: Int32
    private let keeper: Lease.Keeper

    private init(path: String, descriptor: Int32) {
        self.path = path
        self.descriptor = descriptor
        keeper = Lease.Keeper(descriptor)
    }

    deinit {
        // The name goes before the lock, so that whoever waits for the lock finds that it is of no use.
        unlink(path)
        close(descriptor)
    }

    /// What came of an attempt.
    package enum Attempt {
        /// It is ours until the claim is let go.
        case made(ClaimFile)
        /// Someone else is at it; nil if it cannot be said who.
        case refused(RunOwner?)
    }

    /// Claims what `path` stands for.
    package static func make(_ path: String, locks: FileLocks = .system) throws -> Attempt {
        try Folder.make(FilePath.folder(of: path))
        while true {
            var isNew = true
            var descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
            if descriptor < 0, errno == EEXIST {
                isNew = false
                descriptor = open(path, O_RDWR | O_CLOEXEC)
                // Let go in between: once more.
                if descriptor < 0, errno == ENOENT { continue }
            }
            guard descriptor >= 0 else { throw SystemFailure.error("claiming \(path)") }
            let lock = locks.attempt(descriptor)
            let owner = isNew ? nil : Self.owner(descriptor)
            var isTaken = if case .refused = lock { true } else { false }
            if !isTaken, let owner {
                isTaken = Lease.isTouched(path, descriptor, by: owner)
            } else if case .unsupported = lock, !isNew {
                // Someone has just made it, and has not said yet who it is.
                isTaken = Lease.isFresh(path, descriptor)
            }
            if isTaken {
                close(descriptor)
                return .refused(owner)
            }
            guard Self.isFile(descriptor, at: path) else {
                close(descriptor)
                continue
            }
            let isLocking = if case .taken = lock { true } else { false }
            try write(RunOwner.current(isLocking: isLocking), to: descriptor, path)
            return .made(ClaimFile(path: path, descriptor: descriptor))
        }
    }

    /// Who holds a claim; nil for none, and for one that was left.
    package static func holder(of path: String) -> RunOwner? {
        guard let bytes = try? AtomicFile.read(path, limit: 4096),
            let owner = try? JSONDecoder().decode(RunOwner.self, from: Data(bytes)), Lease.isHeld(path, by: owner)
        else { return nil }
        return owner
    }

    /// Whether the open file still has its name.
    private static func isFile(_ descriptor: Int32, at path: String) -> Bool {
        var (open, named) = (stat(), stat())
        return fstat(descriptor, &open) == 0 && stat(path, &named) == 0 && open.st_ino == named.st_ino
            && open.st_dev == named.st_dev
    }

    private static func owner(_ descriptor: Int32) -> RunOwner? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? try? JSONDecoder().decode(RunOwner.self, from: Data(bytes[..<count])) : nil
    }

    private static func write(_ owner: RunOwner, to descriptor: Int32, _ path: String) throws {
        let bytes = Array(try JSONEncoder().encode(owner))
        guard ftruncate(descriptor, 0) == 0, pwrite(descriptor, bytes, bytes.count, 0) == bytes.count else {
            let code = errno
            close(descriptor)
            throw SystemFailure.error("claiming \(path)", code: code)
        }
    }
}
