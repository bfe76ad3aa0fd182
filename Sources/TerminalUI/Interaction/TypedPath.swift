import Foundation

/// A path as a person types it.
enum TypedPath {
    /// With the home folder in place of a leading `~`, as a shell would have it.
    static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/") else { return path }
        let home = ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory()
        return home + path.dropFirst()
    }
}
