/// How a node of AverageLut or MaxLut makes one number of its inputs' numbers v.
enum NodeReduction {
    /// s = Σ v; each input gets dy / N.
    case average
    /// s = max(−1, max v); the first input that reaches it gets dy, input 0 if none is above −1.
    case maximum

    /// s for a row of frames. `winners`, if wanted, is told which input each frame's gradient goes to.
    func apply(
        _ inputs: (Int) -> UnsafePointer<Float>, count: Int, binarizesInput: Bool, to row: UnsafeMutablePointer<Float>,
        winners: UnsafeMutablePointer<UInt8>?, frames: Int
    ) {
        row.update(repeating: self == .average ? 0 : -1, count: frames)
        winners?.update(repeating: 0, count: frames)
        for slot in 0..<count {
            let x = inputs(slot)
            switch (self, winners) {
            case (.average, _):
                for frame in 0..<frames { row[frame] += Self.value(x[frame], binarizesInput) }
            case (.maximum, nil):
                for frame in 0..<frames {
                    let value = Self.value(x[frame], binarizesInput)
                    if Self.isLarger(value, row[frame]) { row[frame] = value }
                }
            case (.maximum, let winners?):
                for frame in 0..<frames {
                    let value = Self.value(x[frame], binarizesInput)
                    guard Self.isLarger(value, row[frame]) else { continue }
                    row[frame] = value
                    winners[frame] = UInt8(slot)
                }
            }
        }
    }

    /// s of a node's numbers v.
    func number(_ values: [Float]) -> Float {
        switch self {
        case .average: values.reduce(0, +)
        case .maximum: values.reduce(-1) { Swift.max($0, $1) }
        }
    }

    @inline(__always)
    private static func value(_ x: Float, _ binarizes: Bool) -> Float { binarizes ? (x > 0 ? 1 : -1) : x }

    /// Whether the maximum becomes `value`; NaN, which is not itself, is the largest of all.
    @inline(__always)
    private static func isLarger(_ value: Float, _ maximum: Float) -> Bool { value > maximum || value != value }

    /// [s > 0] for each pattern of bits that stand for −1 and +1, or for 0 and 1.
    func truthTable(inputsPerNode: Int, levels: BitLevels) -> UInt64 {
        (0..<1 << inputsPerNode).reduce(0) { table, pattern in
            let ones = pattern.nonzeroBitCount
            let isOne: Bool
            switch (self, levels) {
            case (.average, .minusOnePlusOne): isOne = 2 * ones > inputsPerNode
            case (.average, .zeroOne), (.maximum, _): isOne = ones > 0
            }
            return isOne ? table | 1 << UInt64(pattern) : table
        }
    }
}
