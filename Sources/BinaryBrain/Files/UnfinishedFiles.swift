import Foundation

/// Files that get their final names when they are complete. A program that is told to stop removes them before it ends, so
/// that nothing is left over but what a kill leaves.
public enum UnfinishedFiles {
    private final class Registry: @unchecked Sendable {
        let lock = NSLock()
        var paths: Set<String> = []
    }

    private static let registry = Registry()

    /// A file is about to be made.
    public static func begin(_ path: String) { registry.lock.withLock { _ = registry.paths.insert(path) } }

    /// A file has its final name, or is gone.
    public static func end(_ path: String) { registry.lock.withLock { _ = registry.paths.remove(path) } }

    /// Removes all of them, and lets nobody begin or end another: the program must end now.
    public static func removeForGood() {
        registry.lock.lock()
        for path in registry.paths { unlink(path) }
    }
}
