import Foundation

/// The sanitizer that the tests were built with; `make sanitize` says so.
public enum Sanitizer {
    /// Whether there is one. Its own memory and time are not the program's, so what measures them skips.
    public static let isActive = ProcessInfo.processInfo.environment["BBWB_SANITIZER"] != nil
}
