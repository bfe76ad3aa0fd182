import CFileSystem
import Foundation

/// The working folders of exports that were killed: the next export to the same place removes them.
///
/// Who works in a folder holds a lock on it, which ends with the program however it ends. Where locks do not work, and for the
/// moment between making a folder and locking it, the number of the process in its name tells.
struct AbandonedFolders {
    private let parent: URL
    private let prefix: String
    /// A folder that is younger may be about to be locked.
    private static let youth = 60.0

    /// Those of exports to `target`.
    init(of target: URL) {
        parent = target.deletingLastPathComponent()
        prefix = ".\(target.lastPathComponent).bbwb-"
    }

    /// Says that a folder is in use.
    /// - Returns: a descriptor, open as long as it is; −1 if that cannot be said.
    static func use(_ folder: URL) -> Int32 {
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor >= 0 { _ = flock(descriptor, LOCK_EX | LOCK_NB) }
        return descriptor
    }

    /// Removes them.
    func remove() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent.path)) ?? []
        where name.hasPrefix(prefix) {
            let folder = parent.appendingPathComponent(name)
            if isAbandoned(folder, process: pid_t(name.dropFirst(prefix.count).prefix { $0 != "-" })) {
                try? FileManager.default.removeItem(at: folder)
            }
        }
    }

    private func isAbandoned(_ folder: URL, process: pid_t?) -> Bool {
        guard let process else { return false }
        let isGone = kill(process, 0) != 0 && errno == ESRCH
        let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return errno != EWOULDBLOCK && isGone }
        var status = stat()
        let age = fstat(descriptor, &status) == 0 ? Date().timeIntervalSince1970 - Double(status.st_mtim.tv_sec) : 0
        return isGone || age > Self.youth
    }
}
