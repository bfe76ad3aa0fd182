import CSimd

/// Counts the frames of each of the 64 input patterns, bit-sliced: 8 products of the lower three inputs and 8 of the upper
/// three are masks of frames; the popcount of each pair's intersection is a count.
///
/// `counts` receives 64 numbers. Padding frames are patterns 0 and are taken off there.
@inline(__always)
func countPatterns(
    _ inputs: NodeInputs, frameCount: Int, wordCount: Int, counts: UnsafeMutablePointer<UInt32>,
    _ scratch: KernelScratch
) {
    if frameCount <= 64 {
        if bb_built_for_avx512() != 0 {
            bb_count_patterns(
                inputs.r0[0], inputs.r1[0], inputs.r2[0], inputs.r3[0], inputs.r4[0], inputs.r5[0], counts)
        } else {
            countPatternsOfOneWord(inputs, counts: counts)
        }
        counts[0] &-= UInt32(64 - frameCount)
        return
    }
    for pattern in 0..<64 { counts[pattern] = 0 }
    let chunk = KernelScratch.maskRowWords
    let low = scratch.masks
    let high = low + 8 * chunk
    var word = 0
    while word < wordCount {
        let vectors = min(chunk, wordCount - word) / 4
        for v in 0..<vectors {
            writeProducts(
                NodeInputs.load(inputs.r0, word + v * 4), NodeInputs.load(inputs.r1, word + v * 4),
                NodeInputs.load(inputs.r2, word + v * 4), into: low + v * 4, stride: chunk)
            writeProducts(
                NodeInputs.load(inputs.r3, word + v * 4), NodeInputs.load(inputs.r4, word + v * 4),
                NodeInputs.load(inputs.r5, word + v * 4), into: high + v * 4, stride: chunk)
        }
        for h in 0..<8 {
            for l in 0..<8 {
                // At most 8 vectors of at most 8 ones a byte: no byte overflows.
                var sum = bb_popcount_bytes(
                    NodeInputs.load(low + l * chunk, 0) & NodeInputs.load(high + h * chunk, 0))
                for v in 1..<max(1, vectors) {
                    let mask = NodeInputs.load(low + l * chunk, v * 4) & NodeInputs.load(high + h * chunk, v * 4)
                    sum = bb_add_bytes(sum, bb_popcount_bytes(mask))
                }
                counts[h * 8 + l] &+= bb_sum_bytes(sum)
            }
        }
        word += chunk
    }
    counts[0] &-= UInt32(wordCount * 64 - frameCount)
}

/// The 8 products of three masks and their complements: bit j of the index says whether mask j is taken as it is.
@inline(__always)
private func writeProducts(
    _ x0: SIMD4<UInt64>, _ x1: SIMD4<UInt64>, _ x2: SIMD4<UInt64>, into target: UnsafeMutablePointer<UInt64>,
    stride: Int
) {
    @inline(__always)
    func store(_ index: Int, _ value: SIMD4<UInt64>) {
        UnsafeMutableRawPointer(target + index * stride).storeBytes(of: value, as: SIMD4<UInt64>.self)
    }
    let both = x0 & x1
    let only0 = x0 & ~x1
    let only1 = x1 & ~x0
    let none = ~(x0 | x1)
    store(0, none & ~x2)
    store(1, only0 & ~x2)
    store(2, only1 & ~x2)
    store(3, both & ~x2)
    store(4, none & x2)
    store(5, only0 & x2)
    store(6, only1 & x2)
    store(7, both & x2)
}

@inline(__always)
private func countPatternsOfOneWord(_ inputs: NodeInputs, counts: UnsafeMutablePointer<UInt32>) {
    @inline(__always)
    func products(_ x0: UInt64, _ x1: UInt64, _ x2: UInt64) -> (
        UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64
    ) {
        let both = x0 & x1
        let only0 = x0 & ~x1
        let only1 = x1 & ~x0
        let none = ~(x0 | x1)
        return (none & ~x2, only0 & ~x2, only1 & ~x2, both & ~x2, none & x2, only0 & x2, only1 & x2, both & x2)
    }
    let low = products(inputs.r0[0], inputs.r1[0], inputs.r2[0])
    let high = products(inputs.r3[0], inputs.r4[0], inputs.r5[0])
    @inline(__always)
    func row(_ mask: UInt64, _ target: UnsafeMutablePointer<UInt32>) {
        target[0] = UInt32(truncatingIfNeeded: (mask & low.0).nonzeroBitCount)
        target[1] = UInt32(truncatingIfNeeded: (mask & low.1).nonzeroBitCount)
        target[2] = UInt32(truncatingIfNeeded: (mask & low.2).nonzeroBitCount)
        target[3] = UInt32(truncatingIfNeeded: (mask & low.3).nonzeroBitCount)
        target[4] = UInt32(truncatingIfNeeded: (mask & low.4).nonzeroBitCount)
        target[5] = UInt32(truncatingIfNeeded: (mask & low.5).nonzeroBitCount)
        target[6] = UInt32(truncatingIfNeeded: (mask & low.6).nonzeroBitCount)
        target[7] = UInt32(truncatingIfNeeded: (mask & low.7).nonzeroBitCount)
    }
    row(high.0, counts)
    row(high.1, counts + 8)
    row(high.2, counts + 16)
    row(high.3, counts + 24)
    row(high.4, counts + 32)
    row(high.5, counts + 40)
    row(high.6, counts + 48)
    row(high.7, counts + 56)
}
