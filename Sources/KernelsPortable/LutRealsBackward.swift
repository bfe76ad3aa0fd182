import CSimd
import KernelInterface

/// Gradients of a LUT layer on real inputs, in the Walsh basis split 3 + 3.
///
/// With A_j the products of u0…u2 and B_m those of u3…u5 (bit i of the index: u_i takes part), y0 = Σ_mj H[8m + j] B_m A_j:
///
///     r_m = Σ_j H[8m + j] A_j       s_j = Σ_m H[8m + j] B_m       ∂L/∂H[8m + j] = Σ_f (dy0 B_m) A_j
///     ∂y0/∂u_0…2 from s and A, ∂y0/∂u_3…5 from r and B; ∂L/∂W is the adjoint transform of ∂L/∂H, once a node.
@Sendable
func lutRealsBackward(
    _ layer: LutLayer, _ rows: FloatRows, _ saved: LutSaved, _ gradients: LutGradients, _ nodes: Range<Int>
) {
    KernelScratch.with(zeroWords: 0, floatCount: 64 + 512 + LutRealsChunk.floatCount) { scratch in
        let h = scratch.floats
        let sums = h + 64
        let chunk = LutRealsChunk(h + 576)
        for i in layer.tableSize..<64 { h[i] = 0 }
        for node in nodes {
            h.update(from: saved.tables + node * layer.tableSize, count: layer.tableSize)
            let x = RealInputs(layer, rows, node)
            let through = RealsOutputGradient(layer, saved, gradients, node)
            let zero = bb_set8(0)
            for i in 0..<64 { bb_store8(sums + i * 8, zero) }
            var start = 0
            while start < layer.frameCount {
                let count = min(LutRealsChunk.frames, layer.frameCount - start)
                chunk.load(x, through, start: start, count: count)
                if gradients.weights != nil { chunk.addCoefficientGradients(to: sums) }
                if let dx = gradients.input { chunk.addInputGradients(h, layer, gradients, dx, node, start: start) }
                start += LutRealsChunk.frames
            }
            if let target = gradients.weights { addWeightGradient(layer, target, node, sums) }
        }
    }
}

@inline(__always)
private func addWeightGradient(
    _ layer: LutLayer, _ weights: UnsafeMutablePointer<Float>, _ node: Int, _ sums: UnsafeMutablePointer<Float>
) {
    for i in 0..<64 { sums[i] = bb_sum8(bb_load8(sums + i * 8)) }
    TableTransform.walshAdjoint.apply(sums, inputsPerNode: layer.inputsPerNode)
    let target = weights + node * layer.tableSize
    for i in 0..<layer.tableSize { target[i] += sums[i] }
}

/// The products of a chunk of frames, in the first-level cache: rows of `frames` floats.
private struct LutRealsChunk {
    /// Frames of a chunk.
    static let frames = 64
    /// A (8 rows), B (8 rows), dy0, dy0·B (8 rows), r or s (8 rows).
    static let floatCount = 33 * frames

    private let a: UnsafeMutablePointer<Float>
    private let b: UnsafeMutablePointer<Float>
    private let dy0: UnsafeMutablePointer<Float>
    private let dyB: UnsafeMutablePointer<Float>
    private let partial: UnsafeMutablePointer<Float>
    private var vectors: Int { Self.frames / 8 }

    @inline(__always)
    init(_ memory: UnsafeMutablePointer<Float>) {
        a = memory
        b = memory + 8 * Self.frames
        dy0 = memory + 16 * Self.frames
        dyB = memory + 17 * Self.frames
        partial = memory + 25 * Self.frames
    }

    /// Fills the products; frames beyond `count` are zero, so they add nothing.
    @inline(__always)
    func load(_ x: RealInputs, _ through: RealsOutputGradient, start: Int, count: Int) {
        for v in 0..<vectors {
            let at = v * 8
            let left = count - at
            if left <= 0 {
                for row in 0..<8 {
                    bb_store8(a + row * Self.frames + at, bb_set8(0))
                    bb_store8(b + row * Self.frames + at, bb_set8(0))
                    bb_store8(dyB + row * Self.frames + at, bb_set8(0))
                }
                bb_store8(dy0 + at, bb_set8(0))
                continue
            }
            let gradient = through.load(start + at, left: left)
            bb_store8(dy0 + at, gradient)
            @inline(__always)
            func input(_ slot: Int) -> bb_f8 { RealsOutputGradient.finite(x.signed(slot, start + at), left) }
            Self.storeProducts(input(0), input(1), input(2), a + at)
            Self.storeProducts(input(3), input(4), input(5), b + at)
            for row in 0..<8 {
                bb_store8(dyB + row * Self.frames + at, bb_mul8(gradient, bb_load8(b + row * Self.frames + at)))
            }
        }
    }

    @inline(__always)
    private static func storeProducts(_ u0: bb_f8, _ u1: bb_f8, _ u2: bb_f8, _ target: UnsafeMutablePointer<Float>) {
        let u01 = bb_mul8(u0, u1)
        bb_store8(target, bb_set8(1))
        bb_store8(target + frames, u0)
        bb_store8(target + 2 * frames, u1)
        bb_store8(target + 3 * frames, u01)
        bb_store8(target + 4 * frames, u2)
        bb_store8(target + 5 * frames, bb_mul8(u0, u2))
        bb_store8(target + 6 * frames, bb_mul8(u1, u2))
        bb_store8(target + 7 * frames, bb_mul8(u01, u2))
    }

    /// Whether two rows at a time fit the registers, so that what they share is loaded once.
    private var takesPairs: Bool { bb_built_for_avx512() != 0 }

    /// sums[8m + j] (a vector each) += Σ (dy0 B_m) A_j.
    @inline(__always)
    func addCoefficientGradients(to sums: UnsafeMutablePointer<Float>) {
        var m = 0
        while m < 8 {
            let (target, left) = (sums + m * 64, dyB + m * Self.frames)
            var t = Table64(target)
            if takesPairs {
                var next = Table64(target + 64)
                for v in 0..<vectors {
                    let row = Table64(a + v * 8, stride: Self.frames)
                    t.add(bb_load8(left + v * 8), row)
                    next.add(bb_load8(left + Self.frames + v * 8), row)
                }
                next.store(target + 64)
                m += 2
            } else {
                for v in 0..<vectors { t.add(bb_load8(left + v * 8), Table64(a + v * 8, stride: Self.frames)) }
                m += 1
            }
            t.store(target)
        }
    }

    /// partial[k] = Σ_i h[k·outer + i·inner] products[i].
    @inline(__always)
    private func contract(_ h: UnsafePointer<Float>, _ products: UnsafePointer<Float>, outer: Int, inner: Int) {
        var k = 0
        while k < 8 {
            let coefficients = Table64(each: h + k * outer, stride: inner)
            let target = partial + k * Self.frames
            if takesPairs {
                let next = Table64(each: h + (k + 1) * outer, stride: inner)
                for v in 0..<vectors {
                    let row = Table64(products + v * 8, stride: Self.frames)
                    bb_store8(target + v * 8, coefficients.sumOfProducts(row))
                    bb_store8(target + Self.frames + v * 8, next.sumOfProducts(row))
                }
                k += 2
            } else {
                for v in 0..<vectors {
                    let row = Table64(products + v * 8, stride: Self.frames)
                    bb_store8(target + v * 8, coefficients.sumOfProducts(row))
                }
                k += 1
            }
        }
    }

    /// ∂L/∂x of all six inputs; ∂u/∂x = 2 (no mask where x was clamped: straight through).
    @inline(__always)
    func addInputGradients(
        _ h: UnsafePointer<Float>, _ layer: LutLayer, _ gradients: LutGradients, _ dx: FloatRows, _ node: Int,
        start: Int
    ) {
        contract(h, b, outer: 1, inner: 8)
        addThree(a, firstSlot: 0, layer, gradients, dx, node, start: start)
        if layer.inputsPerNode > 3 {
            contract(h, a, outer: 8, inner: 1)
            addThree(b, firstSlot: 3, layer, gradients, dx, node, start: start)
        }
    }

    /// Three inputs whose products are `p`, with the coefficients in `partial`.
    @inline(__always)
    private func addThree(
        _ p: UnsafePointer<Float>, firstSlot: Int, _ layer: LutLayer, _ gradients: LutGradients, _ dx: FloatRows,
        _ node: Int, start: Int
    ) {
        let slots = layer.connection + node * layer.inputsPerNode
        let first = gradients.firstTouch.map { $0[node] } ?? 0
        let left = min(Self.frames, layer.frameCount - start)
        for k in 0..<3 where firstSlot + k < layer.inputsPerNode {
            let bit = 1 << k
            // The products of the other two inputs, and the coefficients of the terms that hold input k.
            let o1 = k == 0 ? 2 : 1
            let o2 = k == 2 ? 2 : 4
            let c0 = partial + bit * Self.frames
            let c1 = partial + (bit | o1) * Self.frames
            let c2 = partial + (bit | o2) * Self.frames
            let c3 = partial + (bit | o1 | o2) * Self.frames
            let p1 = p + o1 * Self.frames
            let p2 = p + o2 * Self.frames
            let p3 = p + (o1 | o2) * Self.frames
            let target = dx.row(Int(slots[firstSlot + k])) + start
            let stores = first >> UInt8(firstSlot + k) & 1 == 1
            var at = 0
            while at < left {
                let slope = bb_add8(
                    bb_fma8(bb_load8(c1 + at), bb_load8(p1 + at), bb_load8(c0 + at)),
                    bb_fma8(
                        bb_load8(c2 + at), bb_load8(p2 + at), bb_mul8(bb_load8(c3 + at), bb_load8(p3 + at))))
                let twice = bb_load8(dy0 + at)
                let term = bb_mul8(slope, bb_add8(twice, twice))
                bb_store8(target + at, stores ? term : bb_add8(term, bb_load8(target + at)))
                at += 8
            }
        }
    }
}

/// Eight vectors that are not one table: a vector of eight rows, or eight numbers repeated.
extension Table64 {
    /// Eight numbers of each of eight rows.
    @inline(__always)
    fileprivate init(_ p: UnsafePointer<Float>, stride: Int) {
        self.init(
            bb_load8(p), bb_load8(p + stride), bb_load8(p + 2 * stride), bb_load8(p + 3 * stride),
            bb_load8(p + 4 * stride), bb_load8(p + 5 * stride), bb_load8(p + 6 * stride), bb_load8(p + 7 * stride))
    }

    /// Eight numbers, a vector of copies each.
    @inline(__always)
    fileprivate init(each p: UnsafePointer<Float>, stride: Int) {
        self.init(
            bb_set8(p[0]), bb_set8(p[stride]), bb_set8(p[2 * stride]), bb_set8(p[3 * stride]), bb_set8(p[4 * stride]),
            bb_set8(p[5 * stride]), bb_set8(p[6 * stride]), bb_set8(p[7 * stride]))
    }

    /// Adds `factor` times `x`.
    @inline(__always)
    fileprivate mutating func add(_ factor: bb_f8, _ x: Table64) {
        v0 = bb_fma8(factor, x.v0, v0)
        v1 = bb_fma8(factor, x.v1, v1)
        v2 = bb_fma8(factor, x.v2, v2)
        v3 = bb_fma8(factor, x.v3, v3)
        v4 = bb_fma8(factor, x.v4, v4)
        v5 = bb_fma8(factor, x.v5, v5)
        v6 = bb_fma8(factor, x.v6, v6)
        v7 = bb_fma8(factor, x.v7, v7)
    }

    /// v0 + v1 x1 + … + v7 x7: the first of the products is always one.
    @inline(__always)
    fileprivate func sumOfProducts(_ x: Table64) -> bb_f8 {
        let even = bb_fma8(v6, x.v6, bb_fma8(v4, x.v4, bb_fma8(v2, x.v2, v0)))
        let odd = bb_fma8(v7, x.v7, bb_fma8(v5, x.v5, bb_fma8(v3, x.v3, bb_mul8(v1, x.v1))))
        return bb_add8(even, odd)
    }
}
