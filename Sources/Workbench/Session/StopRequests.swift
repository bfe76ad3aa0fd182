import Foundation

/// What signals mean to a program that has something to save.
///
/// Whoever wants the end (a person's ctrl-C, a terminal that closes, a scheduler before its limit) sends one or several of
/// these signals, schedulers and `timeout` even the same one more than once within a moment. All together are one request, which
/// waits for the save. Only a person who presses ctrl-C again, having seen that it takes time, gives up what would be saved.
public struct StopRequests: Sendable {
    /// Signals that ask for the end.
    public static let signals: [Int32] = [SIGINT, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2]
    /// The exit status of a program that has stopped because it was asked to.
    public static let exitStatus: Int32 = 130
    /// Interrupts within this time of the first are copies of it: `timeout` signals its child and then the whole group.
    private static let pressInterval = Duration.milliseconds(300)

    /// What is to be done.
    public enum Answer: Sendable {
        /// Save and stop.
        case stop
        /// Nothing more than what is being done.
        case goOn
        /// Stop at once, without what would still be saved.
        case abandon
    }

    /// Whether the end was asked for.
    public private(set) var isMade = false
    private var firstInterrupt: ContinuousClock.Instant?

    /// Nothing has been asked for.
    public init() {}

    /// Notes that the end was asked for in another way.
    public mutating func make() { isMade = true }

    /// Takes a signal, or SIGINT for a key that means the same.
    public mutating func receive(_ signal: Int32, at time: ContinuousClock.Instant = .now) -> Answer {
        let isFirst = !isMade
        isMade = true
        if signal == SIGINT {
            if let firstInterrupt, time - firstInterrupt >= Self.pressInterval { return .abandon }
            firstInterrupt = firstInterrupt ?? time
        }
        return isFirst ? .stop : .goOn
    }
}
