import BinaryBrain

/// A signal or its inverse, or a constant: what a LUT can turn out to be.
enum Literal: Hashable {
    case constant(Bool)
    case signal(Int32, isInverted: Bool)

    /// This literal, inverted if `flag` says so.
    func inverted(_ flag: Bool) -> Literal {
        switch self {
        case .constant(let value): .constant(value != flag)
        case .signal(let signal, let isInverted): .signal(signal, isInverted: isInverted != flag)
        }
    }
}

/// A Boolean function of up to six signals that differ from each other, in ascending order.
///
/// Nets have hundreds of thousands of these, so they live without memory of their own.
struct LutFunction: Hashable {
    /// Number of signals.
    private(set) var inputCount = 0
    private(set) var table: UInt64
    /// The signals; −1 where there is none.
    private var slots = SIMD8<Int32>(repeating: -1)

    /// The function of a LUT whose inputs are literals: constants are put in, inverters absorbed, repeated inputs merged, and
    /// inputs that make no difference dropped.
    init(_ lut: Netlist.Lut, _ literal: (Int32) -> Literal) {
        table = 0
        for input in lut.inputs { if case .signal(let signal, _) = literal(input) { insert(signal) } }
        // Entry p of the new table is the old entry for the literals' bits: the old table is looked up for all patterns p at
        // once, as a tree of multiplexers whose selects are the literals as functions of p.
        var selects = SIMD8<UInt64>(repeating: 0)
        for (slot, input) in lut.inputs.enumerated() { selects[slot] = function(of: literal(input)) }
        table = Self.lookUp(lut.table, selects, count: lut.inputs.count) & Netlist.Lut.patterns(inputCount: inputCount)
        dropIgnoredInputs()
    }

    /// The signals.
    var inputs: [Int32] { (0..<inputCount).map { slots[$0] } }

    /// Enters a signal at its place, unless it is there.
    private mutating func insert(_ signal: Int32) {
        var place = inputCount
        while place > 0, slots[place - 1] >= signal {
            if slots[place - 1] == signal { return }
            place -= 1
        }
        for slot in stride(from: inputCount, to: place, by: -1) { slots[slot] = slots[slot - 1] }
        slots[place] = signal
        inputCount += 1
    }

    /// A literal as a table over six signals.
    private func function(of literal: Literal) -> UInt64 {
        switch literal {
        case .constant(let value): return value ? ~0 : 0
        case .signal(let signal, let isInverted):
            var slot = 0
            while slots[slot] != signal { slot += 1 }
            return isInverted ? ~LutPatterns.ones[slot] : LutPatterns.ones[slot]
        }
    }

    /// `table` at the pattern that the selects give, for 64 patterns at a time.
    private static func lookUp(_ table: UInt64, _ selects: SIMD8<UInt64>, count: Int) -> UInt64 {
        guard count > 0 else { return table & 1 == 1 ? ~0 : 0 }
        let half = Netlist.Lut.patterns(inputCount: count - 1)
        let low = table & half
        let high = table >> (1 << UInt64(count - 1)) & half
        let below = lookUp(low, selects, count: count - 1)
        guard low != high else { return below }
        return below ^ selects[count - 1] & (below ^ lookUp(high, selects, count: count - 1))
    }

    private mutating func dropIgnoredInputs() {
        for slot in stride(from: inputCount - 1, through: 0, by: -1) {
            let ones = LutPatterns.ones[slot]
            let zeros = ~ones & Netlist.Lut.patterns(inputCount: inputCount)
            // Entries with a one in this slot, moved to where the slot is zero.
            guard (table & ones) >> (1 << UInt64(slot)) == table & zeros else { continue }
            let old = table
            let below = (1 << slot) - 1
            inputCount -= 1
            for next in slot..<inputCount { slots[next] = slots[next + 1] }
            slots[inputCount] = -1
            table = Netlist.Lut.table(inputCount: inputCount) { pattern in
                old >> UInt64(pattern & below | (pattern & ~below) << 1) & 1 == 1
            }
        }
    }

    /// What the function is if it needs no LUT.
    var literal: Literal? {
        switch inputCount {
        case 0: .constant(table & 1 == 1)
        case 1: .signal(slots[0], isInverted: table & 1 == 1)
        default: nil
        }
    }

    /// The inverse function.
    var inverse: LutFunction {
        var result = self
        result.table = ~table & Netlist.Lut.patterns(inputCount: inputCount)
        return result
    }

    /// Of the function and its inverse the one that is 0 for all inputs 0, and whether it is the inverse.
    var normalized: (function: LutFunction, isInverted: Bool) {
        table & 1 == 1 ? (inverse, true) : (self, false)
    }
}
