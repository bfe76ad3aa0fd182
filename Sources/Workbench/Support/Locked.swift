import Foundation

/// A value that several threads use, one at a time.
///
/// Behind an `NSLock`, which ThreadSanitizer understands; it reports false races for `Synchronization.Mutex`.
final class Locked<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: sending Value) { self.value = value }

    /// Runs `body` with the value while no other thread does.
    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
