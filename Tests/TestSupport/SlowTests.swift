import Foundation

/// Tests that take more than a few seconds; `make test-all` runs them.
public enum SlowTests {
    /// Whether `BBWB_SLOW_TESTS=1` is set.
    public static let areEnabled = ProcessInfo.processInfo.environment["BBWB_SLOW_TESTS"] == "1"
}
