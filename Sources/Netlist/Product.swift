import BinaryBrain

/// A product of inputs and inverted inputs of a LUT; without any it is the constant 1.
public struct Product: Sendable, Hashable {
    /// Bit j: input j is in the product.
    public let inputs: UInt8
    /// Bit j: input j is in it as it is, not inverted.
    public let values: UInt8

    /// A product; bits of `values` beside `inputs` are dropped.
    public init(inputs: UInt8, values: UInt8) {
        self.inputs = inputs
        self.values = values & inputs
    }

    /// Inputs in the product.
    public var literalCount: Int { inputs.nonzeroBitCount }

    /// The patterns, bit p for pattern p, for which the product is 1.
    public var patterns: UInt64 {
        var patterns = ~UInt64(0)
        for slot in 0..<LutPatterns.ones.count where inputs >> UInt8(slot) & 1 == 1 {
            patterns &= values >> UInt8(slot) & 1 == 1 ? LutPatterns.ones[slot] : ~LutPatterns.ones[slot]
        }
        return patterns
    }

    /// The product without input `slot`.
    func without(_ slot: Int) -> Product { Product(inputs: inputs & ~(1 << UInt8(slot)), values: values) }

    /// The patterns, bit p for pattern p, in which an input is 1.
    public static func column(_ slot: Int) -> UInt64 { LutPatterns.ones[slot] }

    /// All products of `inputCount` inputs, those with the fewest inputs first.
    static func all(inputCount: Int) -> [Product] {
        let masks = (0..<UInt8(1) << UInt8(inputCount)).sorted { ($0.nonzeroBitCount, $0) < ($1.nonzeroBitCount, $1) }
        return masks.flatMap { inputs in
            (0...inputs).filter { $0 & ~inputs == 0 }.map { Product(inputs: inputs, values: $0) }
        }
    }
}
