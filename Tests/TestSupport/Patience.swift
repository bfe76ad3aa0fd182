import Foundation

/// How tests wait for what another thread or another program does: until it is there. A busy machine is no failure, so there is an end
/// to it only for what never comes.
public enum Patience {
    /// Seconds after which something is taken to come no more.
    public static let seconds = 900.0

    /// A moment between two looks.
    public static func pause() { usleep(10_000) }

    /// Looks again and again until a condition holds; whether it does.
    @discardableResult
    public static func wait(until condition: () throws -> Bool) rethrows -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if try condition() { return true }
            pause()
        }
        return try condition()
    }
}
