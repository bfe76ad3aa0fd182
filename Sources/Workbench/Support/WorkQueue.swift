import CSystem
import Foundation

/// A serial queue whose work has the priority that the program was given.
///
/// Dispatch on Linux sets the nice value of each of its threads from the quality of service alone, to -2 for what a user has initiated.
/// Where the program may do that (as root, so in most containers), `nice` and `renice` would have no effect on training.
struct WorkQueue: Sendable {
    private let queue: DispatchQueue
    private let niceness: Int32

    /// - Parameter niceness: by how much the work gives way to the program's other threads.
    init(label: String, niceness: Int32 = 0) {
        queue = DispatchQueue(label: label)
        self.niceness = niceness
    }

    /// Runs `body` on the queue, after everything that was sent before.
    func async(group: DispatchGroup? = nil, _ body: @escaping @Sendable () -> Void) {
        queue.async(group: group) { [niceness] in
            _ = bb_set_thread_niceness(niceness)
            body()
        }
    }

    /// Runs `body` in its turn on the queue, with the priority of the caller's thread, which waits for it.
    func sync<Result>(_ body: () throws -> Result) rethrows -> Result { try queue.sync(execute: body) }

    /// A timer whose events come on the queue, until it is cancelled.
    func timer(every interval: DispatchTimeInterval, _ event: @escaping @Sendable () -> Void) -> any DispatchSourceTimer
    {
        let timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + interval, repeating: interval)
        timer.setEventHandler { [niceness] in
            _ = bb_set_thread_niceness(niceness)
            event()
        }
        timer.resume()
        return timer
    }
}
