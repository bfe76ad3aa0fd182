import Foundation

/// The sanitizer that the tests were built with; `make sanitize` says so.
public enum Sanitizer {
    /// Whether there is one. Its own memory and time are not the program's, so what measures them skips.
    public static let isActive = ProcessInfo.processInfo.environment["BBWB_SANITIZER"] != nil
    /// Whether it is that for data races, which holds a signal back until the system call that the thread is in has come to its end.
    public static let holdsSignalsBack = ProcessInfo.processInfo.environment["BBWB_SANITIZER"] == "thread"
}
