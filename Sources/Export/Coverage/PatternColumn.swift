import BinaryBrain

/// Sets of the 64 patterns that six inputs can have, a bit each.
enum PatternColumn {
    /// The patterns with a 1 at an input, 0 for the lowest bit of the pattern.
    static func ones(_ slot: Int) -> UInt64 { LutPatterns.ones[slot] }

    /// The patterns with a value at an input.
    static func with(_ value: Bool, _ slot: Int) -> UInt64 { value ? ones(slot) : ~ones(slot) }

    /// A set, and all patterns that differ from one of it at an input only.
    static func spread(_ patterns: UInt64, _ slot: Int) -> UInt64 {
        let distance: UInt64 = 1 << UInt64(slot)
        return patterns | (patterns & ones(slot)) >> distance | (patterns & ~ones(slot)) << distance
    }
}
