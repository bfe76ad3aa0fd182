import CSimd

/// Eight vectors: a table of 64 numbers in registers.
struct Table64 {
    var v0, v1, v2, v3, v4, v5, v6, v7: bb_f8

    @inline(__always)
    init(_ p: UnsafePointer<Float>) {
        v0 = bb_load8(p)
        v1 = bb_load8(p + 8)
        v2 = bb_load8(p + 16)
        v3 = bb_load8(p + 24)
        v4 = bb_load8(p + 32)
        v5 = bb_load8(p + 40)
        v6 = bb_load8(p + 48)
        v7 = bb_load8(p + 56)
    }

    @inline(__always)
    init(_ v0: bb_f8, _ v1: bb_f8, _ v2: bb_f8, _ v3: bb_f8, _ v4: bb_f8, _ v5: bb_f8, _ v6: bb_f8, _ v7: bb_f8) {
        self.v0 = v0
        self.v1 = v1
        self.v2 = v2
        self.v3 = v3
        self.v4 = v4
        self.v5 = v5
        self.v6 = v6
        self.v7 = v7
    }

    @inline(__always)
    func store(_ p: UnsafeMutablePointer<Float>) {
        bb_store8(p, v0)
        bb_store8(p + 8, v1)
        bb_store8(p + 16, v2)
        bb_store8(p + 24, v3)
        bb_store8(p + 32, v4)
        bb_store8(p + 40, v5)
        bb_store8(p + 48, v6)
        bb_store8(p + 56, v7)
    }

    /// Applies `pair` to every pair of vectors at distance 1, 2 and 4: table bits 3, 4, 5.
    @inline(__always)
    mutating func forEachPair(_ pair: (inout bb_f8, inout bb_f8) -> Void) {
        pair(&v0, &v1)
        pair(&v2, &v3)
        pair(&v4, &v5)
        pair(&v6, &v7)
        pair(&v0, &v2)
        pair(&v1, &v3)
        pair(&v4, &v6)
        pair(&v5, &v7)
        pair(&v0, &v4)
        pair(&v1, &v5)
        pair(&v2, &v6)
        pair(&v3, &v7)
    }

    /// Applies `change` to every vector: table bits 0, 1, 2 are its lanes.
    @inline(__always)
    mutating func forEachVector(_ change: (bb_f8) -> bb_f8) {
        v0 = change(v0)
        v1 = change(v1)
        v2 = change(v2)
        v3 = change(v3)
        v4 = change(v4)
        v5 = change(v5)
        v6 = change(v6)
        v7 = change(v7)
    }
}

/// Eight rows of eight, transposed.
@inline(__always)
func transposed(
    _ v0: bb_f8, _ v1: bb_f8, _ v2: bb_f8, _ v3: bb_f8, _ v4: bb_f8, _ v5: bb_f8, _ v6: bb_f8, _ v7: bb_f8
) -> Table64 {
    let a0 = bb_low1(v0, v1)
    let a1 = bb_high1(v0, v1)
    let a2 = bb_low1(v2, v3)
    let a3 = bb_high1(v2, v3)
    let a4 = bb_low1(v4, v5)
    let a5 = bb_high1(v4, v5)
    let a6 = bb_low1(v6, v7)
    let a7 = bb_high1(v6, v7)
    let b0 = bb_low2(a0, a2)
    let b1 = bb_high2(a0, a2)
    let b2 = bb_low2(a1, a3)
    let b3 = bb_high2(a1, a3)
    let b4 = bb_low2(a4, a6)
    let b5 = bb_high2(a4, a6)
    let b6 = bb_low2(a5, a7)
    let b7 = bb_high2(a5, a7)
    return Table64(
        bb_low4(b0, b4), bb_low4(b1, b5), bb_low4(b2, b6), bb_low4(b3, b7),
        bb_high4(b0, b4), bb_high4(b1, b5), bb_high4(b2, b6), bb_high4(b3, b7))
}

/// A linear map (a, b) → (aa·a + ab·b, ba·a + bb·b) along every table bit: 2^N-entry tables are transformed in N stages.
struct TableTransform {
    let aa, ab, ba, bb: Float

    /// Corner values from tables: bit 0 stands for the probability 0.5 − u, bit 1 for 0.5 + u. Its own adjoint.
    @inline(__always)
    static func corners(bias u: Float) -> TableTransform {
        TableTransform(aa: 0.5 + u, ab: 0.5 - u, ba: 0.5 - u, bb: 0.5 + u)
    }
    /// Walsh coefficients with respect to s = 2x − 1.
    static let walsh = TableTransform(aa: 0.5, ab: 0.5, ba: -0.5, bb: 0.5)
    /// The adjoint of `walsh`.
    static let walshAdjoint = TableTransform(aa: 0.5, ab: -0.5, ba: 0.5, bb: 0.5)

    /// Transforms a table of 2^N entries in place.
    @inline(__always)
    func apply(_ table: UnsafeMutablePointer<Float>, inputsPerNode: Int) {
        if inputsPerNode == 6 { apply6(table) } else { applySmall(table, inputsPerNode) }
    }

    @inline(__always)
    private func apply6(_ table: UnsafeMutablePointer<Float>) {
        var t = Table64(table)
        let near0 = bb_set8(aa)
        let far0 = bb_set8(ab)
        let near1 = bb_set8(bb)
        let far1 = bb_set8(ba)
        // Lane coefficients: an entry with the bit clear takes (aa, ab), with the bit set (bb, ba).
        let n1 = bb_f8(aa, bb, aa, bb, aa, bb, aa, bb)
        let f1 = bb_f8(ab, ba, ab, ba, ab, ba, ab, ba)
        let n2 = bb_f8(aa, aa, bb, bb, aa, aa, bb, bb)
        let f2 = bb_f8(ab, ab, ba, ba, ab, ab, ba, ba)
        let n4 = bb_f8(aa, aa, aa, aa, bb, bb, bb, bb)
        let f4 = bb_f8(ab, ab, ab, ab, ba, ba, ba, ba)
        t.forEachVector { v in
            var v = bb_fma8(v, n1, bb_mul8(bb_swap1(v), f1))
            v = bb_fma8(v, n2, bb_mul8(bb_swap2(v), f2))
            return bb_fma8(v, n4, bb_mul8(bb_swap4(v), f4))
        }
        t.forEachPair { a, b in
            let a0 = a
            a = bb_fma8(a0, near0, bb_mul8(b, far0))
            b = bb_fma8(b, near1, bb_mul8(a0, far1))
        }
        t.store(table)
    }

    @inline(__always)
    private func applySmall(_ table: UnsafeMutablePointer<Float>, _ inputsPerNode: Int) {
        let size = 1 << inputsPerNode
        var step = 1
        while step < size {
            var start = 0
            while start < size {
                for i in start..<start + step {
                    let a = table[i]
                    let b = table[i + step]
                    table[i] = aa * a + ab * b
                    table[i + step] = ba * a + bb * b
                }
                start += 2 * step
            }
            step *= 2
        }
    }
}
