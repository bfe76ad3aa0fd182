import CSimd

/// Twelve independent chains of eight multiply-adds: more than latency × throughput of any core of today.
@Sendable
func multiplyAdds(rounds: Int) -> Float {
    let factor = bb_set8(0.999)
    let offset = bb_set8(1)
    var c0 = bb_set8(0)
    var (c1, c2, c3, c4, c5, c6) = (c0, c0, c0, c0, c0, c0)
    var (c7, c8, c9, c10, c11) = (c0, c0, c0, c0, c0)
    for _ in 0..<rounds {
        c0 = bb_fma8(c0, factor, offset)
        c1 = bb_fma8(c1, factor, offset)
        c2 = bb_fma8(c2, factor, offset)
        c3 = bb_fma8(c3, factor, offset)
        c4 = bb_fma8(c4, factor, offset)
        c5 = bb_fma8(c5, factor, offset)
        c6 = bb_fma8(c6, factor, offset)
        c7 = bb_fma8(c7, factor, offset)
        c8 = bb_fma8(c8, factor, offset)
        c9 = bb_fma8(c9, factor, offset)
        c10 = bb_fma8(c10, factor, offset)
        c11 = bb_fma8(c11, factor, offset)
    }
    let sum = [c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11].reduce(c0, bb_add8)
    return bb_sum8(sum)
}
