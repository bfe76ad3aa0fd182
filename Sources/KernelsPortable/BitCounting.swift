import KernelInterface

/// Counts ones of many rows at once: 64 ripple-carry counters in the bits of a few words.
@Sendable
func addBits(_ bits: UnsafePointer<UInt64>, _ rounds: Int, _ counters: BitCounters, _ output: Int) {
    let words = counters.wordCount
    for word in 0..<words {
        let planes = counters.planes(output) + word
        for round in 0..<rounds {
            var carry = bits[round * words + word]
            for plane in 0..<counters.planeCount {
                let old = planes[plane * words]
                planes[plane * words] = old ^ carry
                carry &= old
            }
        }
    }
}

/// Compares 64 frames at a time, most significant plane first; an output wins only if it is strictly larger.
@Sendable
func indexOfMaximum(
    _ counters: BitCounters, _ outputCount: Int, _ indices: UnsafeMutablePointer<Int32>, _ frameCount: Int
) {
    let words = counters.wordCount
    let planes = counters.planeCount
    let indexPlanes = Int.bitWidth - (outputCount - 1).leadingZeroBitCount
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 32 + 64) { memory in
        let best = memory.baseAddress!
        let index = best + 32
        for word in 0..<(frameCount + 63) / 64 {
            for plane in 0..<planes { best[plane] = counters.planes(0)[plane * words + word] }
            index.update(repeating: 0, count: indexPlanes)
            for output in 1..<max(1, outputCount) {
                let candidate = counters.planes(output) + word
                var larger: UInt64 = 0
                var equal: UInt64 = ~0
                for plane in (0..<planes).reversed() {
                    larger |= equal & candidate[plane * words] & ~best[plane]
                    equal &= ~(candidate[plane * words] ^ best[plane])
                }
                for plane in 0..<planes { best[plane] ^= (best[plane] ^ candidate[plane * words]) & larger }
                for bit in 0..<indexPlanes {
                    let value = output >> bit & 1 == 1 ? larger : 0
                    index[bit] = index[bit] & ~larger | value
                }
            }
            for frame in 0..<min(64, frameCount - word * 64) {
                var value: UInt64 = 0
                for bit in 0..<indexPlanes { value |= (index[bit] >> UInt64(frame) & 1) << UInt64(bit) }
                indices[word * 64 + frame] = Int32(truncatingIfNeeded: value)
            }
        }
    }
}

/// Gathers the planes of each frame's counter.
@Sendable
func readCounts(
    _ counters: BitCounters, _ output: Int, _ scale: Float, _ values: UnsafeMutablePointer<Float>, _ frameCount: Int
) {
    let words = counters.wordCount
    let planes = counters.planes(output)
    for frame in 0..<frameCount {
        var count: UInt32 = 0
        for plane in 0..<counters.planeCount {
            let bit = planes[plane * words + frame / 64] >> UInt64(frame % 64) & 1
            count |= UInt32(truncatingIfNeeded: bit) << UInt32(plane)
        }
        values[frame] = Float(count) * scale
    }
}
