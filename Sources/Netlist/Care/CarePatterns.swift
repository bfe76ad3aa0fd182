import BinaryBrain

/// Which patterns of a LUT's inputs matter, and what its value must be for each.
struct CarePatterns {
    /// Number of inputs.
    let inputCount: Int
    /// Bit p: for pattern p the value must be 1.
    private(set) var on: UInt64
    /// Bit p: for pattern p it must be 0.
    private(set) var off: UInt64
    /// For patterns that do not matter: vectors that want a 1, less those that want a 0. Empty where none is seen.
    private var leaning: [Int] = []

    init(inputCount: Int, on: UInt64, off: UInt64) {
        self.inputCount = inputCount
        self.on = on
        self.off = off
    }

    /// Patterns that at least `threshold` vectors show where an output depends on the value; of two values the one that more
    /// vectors want.
    init(onCounts: [Int], offCounts: [Int], inputCount: Int, threshold: Int) {
        var (on, off): (UInt64, UInt64) = (0, 0)
        for pattern in 0..<1 << inputCount where onCounts[pattern] + offCounts[pattern] >= threshold {
            if onCounts[pattern] >= offCounts[pattern] {
                on |= 1 << UInt64(pattern)
            } else {
                off |= 1 << UInt64(pattern)
            }
        }
        self.init(inputCount: inputCount, on: on, off: off)
        leaning = (0..<1 << inputCount).map { pattern in
            (on | off) >> UInt64(pattern) & 1 == 1 ? 0 : onCounts[pattern] - offCounts[pattern]
        }
    }

    /// Patterns that matter.
    var care: UInt64 { on | off }

    /// Whether the value is a function of the inputs in `kept`, bit j for input j.
    func isFunction(of kept: UInt8) -> Bool { quantified(on, kept) & quantified(off, kept) == 0 }

    /// The patterns that agree with one of `patterns` in all kept inputs.
    func quantified(_ patterns: UInt64, _ kept: UInt8) -> UInt64 {
        var result = patterns
        for slot in 0..<inputCount where kept >> UInt8(slot) & 1 == 0 {
            let ones = LutPatterns.ones[slot]
            let shift = UInt64(1) << UInt64(slot)
            let either = (result & ones) >> shift | result & ~ones
            result = either | either << shift
        }
        return result
    }

    /// The table of the kept inputs alone: where nothing that matters is seen, what most vectors want that are, and where there are
    /// none, what most entries of `old` that it stands for say.
    func table(of kept: UInt8, old: UInt64) -> UInt64 {
        let slots = (0..<inputCount).filter { kept >> UInt8($0) & 1 == 1 }
        let (ones, zeros) = (quantified(on, kept), quantified(off, kept))
        var table: UInt64 = 0
        for pattern in 0..<1 << slots.count {
            var full: UInt64 = 0
            for (bit, slot) in slots.enumerated() where pattern >> bit & 1 == 1 { full |= 1 << UInt64(slot) }
            let value: Bool
            if ones >> full & 1 == 1 {
                value = true
            } else if zeros >> full & 1 == 1 {
                value = false
            } else {
                let stood = quantified(1 << full, kept) & Netlist.Lut.patterns(inputCount: inputCount)
                let wish = leaning.indices.reduce(0) { stood >> UInt64($1) & 1 == 1 ? $0 + leaning[$1] : $0 }
                value = wish == 0 ? 2 * (old & stood).nonzeroBitCount > stood.nonzeroBitCount : wish > 0
            }
            if value { table |= 1 << UInt64(pattern) }
        }
        return table
    }

    /// The cheapest set of inputs that the value is a function of.
    func cheapestInputs(cost: (Int) -> Int) -> UInt8 {
        let costs = (0..<inputCount).map(cost)
        var best: (kept: UInt8, cost: Int) = (UInt8((1 << inputCount) - 1), Int.max)
        for kept in 0..<UInt8(1 << inputCount) {
            let total = (0..<inputCount).reduce(0) { kept >> UInt8($1) & 1 == 1 ? $0 + costs[$1] : $0 }
            if total < best.cost, isFunction(of: kept) { best = (kept, total) }
        }
        return best.kept
    }

    /// The same of the kept inputs alone; a pattern of them can be in both.
    func restricted(to kept: UInt8) -> CarePatterns {
        let slots = (0..<inputCount).filter { kept >> UInt8($0) & 1 == 1 }
        let (ones, zeros) = (quantified(on, kept), quantified(off, kept))
        var (on, off): (UInt64, UInt64) = (0, 0)
        for pattern in 0..<1 << slots.count {
            var full: UInt64 = 0
            for (bit, slot) in slots.enumerated() where pattern >> bit & 1 == 1 { full |= 1 << UInt64(slot) }
            if ones >> full & 1 == 1 { on |= 1 << UInt64(pattern) }
            if zeros >> full & 1 == 1 { off |= 1 << UInt64(pattern) }
        }
        return CarePatterns(inputCount: slots.count, on: on, off: off)
    }

    /// Patterns for which both values are wanted.
    var undecided: UInt64 { on & off }
}
