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
struct LutFunction: Hashable {
    private(set) var inputs: [Int32]
    private(set) var table: UInt64

    /// The function of a LUT whose inputs are literals: constants are put in, inverters absorbed, repeated inputs merged, and
    /// inputs that make no difference dropped.
    init(table: UInt64, of literals: [Literal]) {
        var signals: [Int32] = []
        for case .signal(let signal, _) in literals where !signals.contains(signal) { signals.append(signal) }
        signals.sort()
        // A pattern of the signals becomes a pattern of the LUT: fixed bits, inverted bits, and the signals' bits.
        var fixed: UInt64 = 0
        var wires: [(from: UInt64, to: UInt64)] = []
        for (slot, literal) in literals.enumerated() {
            switch literal {
            case .constant(let value): fixed |= (value ? 1 : 0) << UInt64(slot)
            case .signal(let signal, let isInverted):
                fixed |= (isInverted ? 1 : 0) << UInt64(slot)
                wires.append((UInt64(signals.firstIndex(of: signal)!), UInt64(slot)))
            }
        }
        inputs = signals
        self.table = Self.table(inputCount: signals.count) { pattern in
            let original = wires.reduce(fixed) { $0 ^ (pattern >> $1.from & 1) << $1.to }
            return table >> original & 1 == 1
        }
        dropIgnoredInputs()
    }

    private mutating func dropIgnoredInputs() {
        for slot in inputs.indices.reversed() where !depends(onSlot: slot) {
            let old = table
            inputs.remove(at: slot)
            // The patterns with a zero in the dropped slot.
            let below: UInt64 = (1 << UInt64(slot)) - 1
            table = Self.table(inputCount: inputs.count) { pattern in
                old >> (pattern & below | (pattern & ~below) << 1) & 1 == 1
            }
        }
    }

    private func depends(onSlot slot: Int) -> Bool {
        let bit: UInt64 = 1 << UInt64(slot)
        return (0..<UInt64(1) << UInt64(inputs.count)).contains { pattern in
            table >> pattern & 1 != table >> (pattern ^ bit) & 1
        }
    }

    private static func table(inputCount: Int, _ value: (UInt64) -> Bool) -> UInt64 {
        (0..<UInt64(1) << UInt64(inputCount)).reduce(0) { value($1) ? $0 | 1 << $1 : $0 }
    }

    /// What the function is if it needs no LUT.
    var literal: Literal? {
        switch inputs.count {
        case 0: .constant(table & 1 == 1)
        case 1: .signal(inputs[0], isInverted: table & 1 == 1)
        default: nil
        }
    }

    /// The inverse function.
    var inverse: LutFunction {
        var result = self
        result.table = ~table & Netlist.Lut.patterns(inputCount: inputs.count)
        return result
    }

    /// Of the function and its inverse the one that is 0 for all inputs 0, and whether it is the inverse.
    var normalized: (function: LutFunction, isInverted: Bool) {
        table & 1 == 1 ? (inverse, true) : (self, false)
    }
}
