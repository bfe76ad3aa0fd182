import CSimd

/// D[p] = Σ dy over the frames of pattern p.
///
/// Several interleaved tables keep successive additions apart (a skewed input would otherwise wait for itself): 8, or 4
/// where clearing and joining 8 would cost more.
@inline(__always)
func sumByPattern(
    _ inputs: NodeInputs, _ dy: UnsafePointer<Float>, frameCount: Int, _ sums: UnsafeMutablePointer<Float>,
    into target: UnsafeMutablePointer<Float>, _ bytes: UnsafeMutablePointer<UInt8>
) {
    if frameCount <= 128 {
        accumulateByPattern(inputs, dy, frameCount: frameCount, sums, bytes, tables: 4)
        for i in 0..<8 {
            let p = sums + i * 8
            bb_store8(
                target + i * 8,
                bb_add8(bb_add8(bb_load8(p), bb_load8(p + 64)), bb_add8(bb_load8(p + 128), bb_load8(p + 192))))
        }
    } else {
        accumulateByPattern(inputs, dy, frameCount: frameCount, sums, bytes, tables: 8)
        for i in 0..<8 {
            let p = sums + i * 8
            let low = bb_add8(
                bb_add8(bb_load8(p), bb_load8(p + 64)), bb_add8(bb_load8(p + 128), bb_load8(p + 192)))
            let high = bb_add8(
                bb_add8(bb_load8(p + 256), bb_load8(p + 320)), bb_add8(bb_load8(p + 384), bb_load8(p + 448)))
            bb_store8(target + i * 8, bb_add8(low, high))
        }
    }
}

@inline(__always)
private func accumulateByPattern(
    _ inputs: NodeInputs, _ dy: UnsafePointer<Float>, frameCount: Int, _ sums: UnsafeMutablePointer<Float>,
    _ bytes: UnsafeMutablePointer<UInt8>, tables: Int
) {
    let zero = bb_set8(0)
    for i in 0..<tables * 8 { bb_store8(sums + i * 8, zero) }
    let last = tables - 1
    var start = 0
    while start < frameCount {
        writePatternBytes(inputs, word: start / 64, into: bytes)
        let count = min(256, frameCount - start)
        let values = dy + start
        for group in 0..<count / 8 {
            let v = values + group * 8
            let p = bytes + group
            sums[Int(p[0])] += v[0]
            sums[(1 & last) * 64 + Int(p[32])] += v[1]
            sums[(2 & last) * 64 + Int(p[64])] += v[2]
            sums[(3 & last) * 64 + Int(p[96])] += v[3]
            sums[(4 & last) * 64 + Int(p[128])] += v[4]
            sums[(5 & last) * 64 + Int(p[160])] += v[5]
            sums[(6 & last) * 64 + Int(p[192])] += v[6]
            sums[(7 & last) * 64 + Int(p[224])] += v[7]
        }
        // The last frames one by one: what lies beyond them is not a gradient.
        for frame in count / 8 * 8..<count {
            sums[(frame & last) * 64 + Int(bytes[patternIndex(frame)])] += values[frame]
        }
        start += 256
    }
}
