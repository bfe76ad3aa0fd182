import CSimd
import KernelInterface

/// The real inputs of a node, and u = 2·clamp(x, 0, 1) − 1 of eight frames at a time.
struct RealInputs {
    private let r0, r1, r2, r3, r4, r5: UnsafePointer<Float>
    private let count: Int

    @inline(__always)
    init(_ layer: LutLayer, _ rows: FloatRows, _ node: Int) {
        let n = layer.inputsPerNode
        let slots = layer.connection + node * n
        @inline(__always)
        func row(_ slot: Int) -> UnsafePointer<Float> { UnsafePointer(rows.row(Int(slots[min(slot, n - 1)]))) }
        r0 = row(0)
        r1 = row(1)
        r2 = row(2)
        r3 = row(3)
        r4 = row(4)
        r5 = row(5)
        count = n
    }

    /// u of slot `slot` at frames `at` …; 0 for a slot that the node lacks (its Walsh coefficients are 0 too).
    @inline(__always)
    func signed(_ slot: Int, _ at: Int) -> bb_f8 {
        let row: UnsafePointer<Float>
        switch slot {
        case 0: row = r0
        case 1: row = r1
        case 2: row = r2
        case 3: row = r3
        case 4: row = r4
        default: row = r5
        }
        if slot >= count { return bb_set8(0) }
        return bb_fma8(bb_clamp01(bb_load8(row + at)), bb_set8(2), bb_set8(-1))
    }
}

/// y0 − 0.5 of eight frames: Horner's rule over the six inputs in the Walsh basis, 63 multiply-adds.
@inline(__always)
private func walshValue(_ h: UnsafePointer<Float>, _ x: RealInputs, _ at: Int) -> bb_f8 {
    let u0 = x.signed(0, at)
    let u1 = x.signed(1, at)
    let u2 = x.signed(2, at)
    let u3 = x.signed(3, at)
    let u4 = x.signed(4, at)
    let u5 = x.signed(5, at)
    @inline(__always)
    func eight(_ i: Int) -> bb_f8 {
        let a = bb_fma8(u0, bb_set8(h[i + 1]), bb_set8(h[i]))
        let b = bb_fma8(u0, bb_set8(h[i + 3]), bb_set8(h[i + 2]))
        let c = bb_fma8(u0, bb_set8(h[i + 5]), bb_set8(h[i + 4]))
        let d = bb_fma8(u0, bb_set8(h[i + 7]), bb_set8(h[i + 6]))
        return bb_fma8(u2, bb_fma8(u1, d, c), bb_fma8(u1, b, a))
    }
    let low = bb_fma8(u4, bb_fma8(u3, eight(24), eight(16)), bb_fma8(u3, eight(8), eight(0)))
    let high = bb_fma8(u4, bb_fma8(u3, eight(56), eight(48)), bb_fma8(u3, eight(40), eight(32)))
    return bb_fma8(u5, high, low)
}

/// The Walsh coefficients of a node's W − 0.5, padded with zeros to 64.
@inline(__always)
private func loadWalsh(_ layer: LutLayer, _ node: Int, into h: UnsafeMutablePointer<Float>) {
    for i in layer.tableSize..<64 { h[i] = 0 }
    loadWeights(layer, node, into: h)
    TableTransform.walsh.apply(h, inputsPerNode: layer.inputsPerNode)
}

/// Training forward of a LUT layer on real inputs.
@Sendable
func lutRealsForward(_ layer: LutLayer, _ rows: FloatRows, _ saved: LutSaved, _ output: FloatRows, _ nodes: Range<Int>)
{
    KernelScratch.with(zeroWords: 0, floatCount: 64) { scratch in
        let h = scratch.floats
        for node in nodes {
            let x = RealInputs(layer, rows, node)
            loadWalsh(layer, node, into: h)
            (saved.tables + node * layer.tableSize).update(from: h, count: layer.tableSize)
            let y = output.row(node)
            var scaling = NodeScaling.identity
            if let norm = layer.normalization, let all = saved.values {
                let values = all + node * saved.valueStride
                evaluate(h, x, layer.frameCount) { at, value in bb_store8(values + at, value) }
                scaling = norm.isFrozen ? .running(layer, node) : statistics(norm, node, values, layer.frameCount)
                var at = 0
                while at < layer.frameCount {
                    bb_store8(y + at, bb_clamp01(scaling.apply(bb_load8(values + at))))
                    at += 8
                }
            } else {
                evaluate(h, x, layer.frameCount) { at, value in bb_store8(y + at, bb_clamp01(scaling.apply(value))) }
            }
            saved.mean[node] = scaling.mean
            saved.inverseDeviation[node] = scaling.inverse
        }
    }
}

/// Forward on real inputs with the running statistics.
@Sendable
func lutRealsInference(_ layer: LutLayer, _ rows: FloatRows, _ output: FloatRows, _ nodes: Range<Int>) {
    KernelScratch.with(zeroWords: 0, floatCount: 64) { scratch in
        let h = scratch.floats
        for node in nodes {
            let x = RealInputs(layer, rows, node)
            loadWalsh(layer, node, into: h)
            let scaling = NodeScaling.running(layer, node)
            let y = output.row(node)
            evaluate(h, x, layer.frameCount) { at, value in bb_store8(y + at, bb_clamp01(scaling.apply(value))) }
        }
    }
}

/// Calls `store` with the values of frames at, at + 1 … at + 7; the last call may run into the rows' padding.
@inline(__always)
private func evaluate(
    _ h: UnsafePointer<Float>, _ x: RealInputs, _ frameCount: Int, store: (Int, bb_f8) -> Void
) {
    var at = 0
    while at < frameCount {
        store(at, walshValue(h, x, at))
        at += 8
    }
}

/// Mean and variance of a row, in two passes; frames beyond the last count for nothing.
@inline(__always)
private func statistics(
    _ norm: LutNormalization, _ node: Int, _ values: UnsafeMutablePointer<Float>, _ frameCount: Int
) -> NodeScaling {
    let full = frameCount / 8 * 8
    let share = 1 / Float(frameCount)
    var sum = bb_set8(0)
    var at = 0
    while at < full {
        sum = bb_add8(sum, bb_load8(values + at))
        at += 8
    }
    var total = bb_sum8(sum)
    for frame in full..<frameCount { total += values[frame] }
    let mean = total * share
    let center = bb_set8(mean)
    var first = bb_set8(0)
    var second = bb_set8(0)
    at = 0
    while at < full {
        let distance = bb_sub8(bb_load8(values + at), center)
        first = bb_add8(first, distance)
        second = bb_fma8(distance, distance, second)
        at += 8
    }
    var residue = bb_sum8(first)
    var spread = bb_sum8(second)
    for frame in full..<frameCount {
        let distance = values[frame] - mean
        residue += distance
        spread += distance * distance
    }
    return .batch(norm, node, mean: mean, variance: spread * share - residue * share * residue * share)
}
