/// Whether a team of threads or the calling thread alone does a loop sooner: measured, for each loop, again and again.
///
/// Where the processor's cores do not share a cache, handing a loop to another core and fetching its results take longer than the
/// loops of a small mini-batch, and a second thread makes training slower. No rule knows that beforehand, and on a virtual machine it
/// changes while a program runs. Results do not depend on the choice: no block depends on who does it.
struct TeamChoice {
    /// One call of a loop: what to do, and whether to say how long it took.
    struct Turn {
        fileprivate let slot: Int
        /// Whether the team works on it.
        let isForTeam: Bool
        /// Whether `end` wants to hear of it.
        let isMeasured: Bool
    }

    private struct Loop {
        var key: UInt64
        var period: Int
        var turns = 0
        var awakenings = 0
        var alone = Double.infinity
        var together = Double.infinity
        var isForTeam = true
    }

    /// Seconds between two measurements of a loop.
    private static let period = 2.0
    /// Calls that are measured then, every other one with the team. The shortest counts: whatever disturbs only adds time.
    private static let turns = 12
    /// A loop of so many seconds is the team's: beside it, no hand-off matters.
    private static let longLoop = 3e-4
    /// What a thread alone must save, as a share, to be preferred: in doubt the team works, which what is not measured here may need,
    /// such as data that are then already in the other core's cache.
    private static let worthwhile = 0.95
    /// Loops that are remembered; a training has some dozens.
    private static let slots = 256

    private var loops = [Loop?](repeating: nil, count: slots)

    /// Begins a call of the loop `key` at a moment in seconds.
    mutating func begin(_ key: UInt64, at now: Double) -> Turn {
        let slot = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 56)
        let period = Int(now / Self.period)
        var loop = loops[slot].flatMap { $0.key == key ? $0 : nil } ?? Loop(key: key, period: period)
        if loop.period != period {
            // The choice stands until there is a new one.
            loop = Loop(key: key, period: period, isForTeam: loop.isForTeam)
        }
        defer { loops[slot] = loop }
        guard loop.turns < Self.turns else { return Turn(slot: slot, isForTeam: loop.isForTeam, isMeasured: false) }
        loop.turns += 1
        // The team first: a loop that is long is never tried alone.
        return Turn(slot: slot, isForTeam: loop.turns % 2 == 1, isMeasured: true)
    }

    /// Ends a measured call after so many seconds.
    /// - Parameter wokeTeam: whether the team slept. To wake it takes longer than many a loop; it spins for the next ones, and theirs
    ///   is the time that counts.
    mutating func end(_ turn: Turn, after seconds: Double, wokeTeam: Bool = false) {
        guard var loop = loops[turn.slot] else { return }
        if turn.isForTeam, wokeTeam, seconds < Self.longLoop {
            // Not for ever: a loop that comes once in a while always finds the team asleep.
            loop.awakenings += 1
            if loop.awakenings < Self.turns {
                loop.turns -= 1
                loops[turn.slot] = loop
                return
            }
        }
        if turn.isForTeam {
            loop.together = min(loop.together, seconds)
            if seconds >= Self.longLoop {
                loop.isForTeam = true
                loop.turns = Self.turns
            }
        } else {
            loop.alone = min(loop.alone, seconds)
        }
        if turn.isMeasured, loop.turns == Self.turns, loop.alone < .infinity {
            loop.isForTeam = loop.alone >= Self.worthwhile * loop.together
        }
        loops[turn.slot] = loop
    }
}
