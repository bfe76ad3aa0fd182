import CSimd
import KernelInterface

/// Sum of `term` over `count` elements: four interleaved vectors, then the rest one by one, in a fixed order.
@inline(__always)
private func reduce(_ count: Int, _ term: (Int) -> bb_f8, _ rest: (Int) -> Float) -> Float {
    var (s0, s1, s2, s3) = (bb_set8(0), bb_set8(0), bb_set8(0), bb_set8(0))
    var i = 0
    while i + 32 <= count {
        s0 = bb_add8(s0, term(i))
        s1 = bb_add8(s1, term(i + 8))
        s2 = bb_add8(s2, term(i + 16))
        s3 = bb_add8(s3, term(i + 24))
        i += 32
    }
    while i + 8 <= count {
        s0 = bb_add8(s0, term(i))
        i += 8
    }
    var total = bb_sum8(bb_add8(bb_add8(s0, s1), bb_add8(s2, s3)))
    while i < count {
        total += rest(i)
        i += 1
    }
    return total
}

@Sendable
func rowSum(_ x: UnsafePointer<Float>, _ count: Int) -> Float {
    reduce(count, { bb_load8(x + $0) }, { x[$0] })
}

@Sendable
func centeredDot(_ a: UnsafePointer<Float>, _ x: UnsafePointer<Float>, _ center: Float, _ count: Int) -> Float {
    let middle = bb_set8(center)
    return reduce(
        count, { bb_mul8(bb_load8(a + $0), bb_sub8(bb_load8(x + $0), middle)) }, { a[$0] * (x[$0] - center) })
}

@Sendable
func centeredSquares(_ x: UnsafePointer<Float>, _ center: Float, _ count: Int) -> Float {
    let middle = bb_set8(center)
    return reduce(
        count,
        { i in
            let deviation = bb_sub8(bb_load8(x + i), middle)
            return bb_mul8(deviation, deviation)
        },
        { (x[$0] - center) * (x[$0] - center) })
}

@Sendable
func affine(_ x: UnsafePointer<Float>, _ map: AffineMap, _ y: UnsafeMutablePointer<Float>, _ count: Int) {
    let (center, factor, offset) = (bb_set8(map.center), bb_set8(map.factor), bb_set8(map.offset))
    var i = 0
    while i < count {
        bb_store8(y + i, bb_fma8(bb_sub8(bb_load8(x + i), center), factor, offset))
        i += 8
    }
}

@Sendable
func normalizedGradient(
    _ a: UnsafePointer<Float>, _ x: UnsafePointer<Float>, _ map: NormalizationGradient,
    _ y: UnsafeMutablePointer<Float>,
    _ count: Int
) {
    let (factor, shift) = (bb_set8(map.factor), bb_set8(map.shift))
    let (center, slope) = (bb_set8(map.center), bb_set8(map.slope))
    var i = 0
    while i < count {
        let direct = bb_sub8(bb_load8(a + i), shift)
        let deviation = bb_mul8(bb_sub8(bb_load8(x + i), center), slope)
        bb_store8(y + i, bb_mul8(factor, bb_sub8(direct, deviation)))
        i += 8
    }
}
