import Foundation

/// Where fetched data sets live: `$BBWB_DATA`, else `$XDG_DATA_HOME/bbwb`, else `~/.local/share/bbwb`.
public enum DataDirectory {
    /// The directory's path for this process.
    public static var path: String { path(environment: ProcessInfo.processInfo.environment, home: NSHomeDirectory()) }

    /// The rule itself. As the XDG specification says, a relative `XDG_DATA_HOME` counts as unset.
    static func path(environment: [String: String], home: String) -> String {
        if let path = environment["BBWB_DATA"], !path.isEmpty { return path }
        if let path = environment["XDG_DATA_HOME"], path.hasPrefix("/") { return "\(path)/bbwb" }
        return "\(home)/.local/share/bbwb"
    }
}
