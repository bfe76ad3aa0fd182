import BinaryBrain

/// Counts and marks which patterns of some rows occur on the vectors of another.
enum PatternCount {
    /// Calls `body` with each pattern of a word's vectors and the bits of those that show it.
    @inline(__always)
    static func forEachPattern(
        _ bits: UInt64, _ inputs: [UnsafeMutablePointer<UInt64>], _ word: Int, _ scratch: UnsafeMutablePointer<UInt64>,
        _ body: (Int, UInt64) -> Void
    ) {
        if bits.nonzeroBitCount <= 10 {
            var rest = bits
            while rest != 0 {
                let bit = UInt64(rest.trailingZeroBitCount)
                rest &= rest - 1
                var pattern = 0
                for slot in 0..<inputs.count { pattern |= Int(inputs[slot][word] >> bit & 1) << slot }
                body(pattern, 1 << bit)
            }
            return
        }
        scratch[0] = bits
        var size = 1
        for slot in 0..<inputs.count {
            let row = inputs[slot][word]
            for place in 0..<size {
                let all = scratch[place]
                scratch[place + size] = all & row
                scratch[place] = all & ~row
            }
            size *= 2
        }
        for pattern in 0..<size where scratch[pattern] != 0 { body(pattern, scratch[pattern]) }
    }

    /// The patterns, bit p for pattern p, that occur on vectors with a one in `row`.
    static func seen(
        _ inputs: [UnsafeMutablePointer<UInt64>], on row: UnsafeMutablePointer<UInt64>, wordCount: Int
    ) -> UInt64 {
        var seen: UInt64 = 0
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { scratch in
            for word in 0..<wordCount where row[word] != 0 {
                forEachPattern(row[word], inputs, word, scratch.baseAddress!) { pattern, _ in
                    seen |= 1 << UInt64(pattern)
                }
            }
        }
        return seen
    }

    /// How many vectors with a one in `row` show each pattern.
    static func counts(
        _ inputs: [UnsafeMutablePointer<UInt64>], on row: UnsafeMutablePointer<UInt64>, wordCount: Int
    ) -> [Int] {
        var counts = [Int](repeating: 0, count: 1 << inputs.count)
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { scratch in
            counts.withUnsafeMutableBufferPointer { counts in
                for word in 0..<wordCount where row[word] != 0 {
                    forEachPattern(row[word], inputs, word, scratch.baseAddress!) { pattern, bits in
                        counts[pattern] += bits.nonzeroBitCount
                    }
                }
            }
        }
        return counts
    }
}
