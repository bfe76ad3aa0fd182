import Foundation

/// Touches an open file now and then, until it is let go: a sign of life for those whom a lock on it does not reach.
package final class LeaseKeeper {
    /// How often it touches the file, in seconds.
    package static let touchInterval = 30

    private let timer: any DispatchSourceTimer

    /// - Parameter descriptor: the file; the keeper uses a copy of it.
    package init(_ descriptor: Int32) {
        let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
        timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        timer.schedule(
            deadline: .now() + .seconds(Self.touchInterval), repeating: .seconds(Self.touchInterval),
            leeway: .seconds(1))
        // By the clock of the file system.
        timer.setEventHandler { futimens(copy, nil) }
        timer.setCancelHandler { close(copy) }
        timer.resume()
    }

    deinit { timer.cancel() }
}
