import Foundation

/// Locks on open files, by which processes under one kernel, and often on one network file system, see each other.
package struct FileLocks: Sendable {
    /// What came of an attempt to lock.
    package enum Attempt: Sendable {
        /// It is ours now.
        case taken
        /// Another process has it.
        case refused
        /// This file system has no locks.
        case unsupported
    }

    /// `flock`, or what stands in for it in a test: the descriptor and the operation to 0 or a code of `errno`.
    package var call: @Sendable (Int32, Int32) -> Int32

    /// Locks by a function.
    package init(_ call: @escaping @Sendable (Int32, Int32) -> Int32) { self.call = call }

    /// Those of the operating system.
    package static let system = FileLocks { descriptor, operation in flock(descriptor, operation) == 0 ? 0 : errno }

    /// Tries to take the lock, without waiting.
    package func attempt(_ descriptor: Int32, isShared: Bool = false) -> Attempt {
        switch call(descriptor, (isShared ? LOCK_SH : LOCK_EX) | LOCK_NB) {
        case 0: .taken
        case EWOULDBLOCK: .refused
        default: .unsupported
        }
    }
}
