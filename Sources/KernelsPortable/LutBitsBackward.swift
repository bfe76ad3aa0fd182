import CSimd
import KernelInterface

/// Gradients of a LUT layer on bits.
///
/// With c the histogram, D[p] the sum of ∂L/∂y over the frames of pattern p, m the mask 0 < z < 1 and g = gamma·rstd:
///
///     S1 = Σ m D       S2 = Σ m D (T′ − mean)       a = g·m       b = −(g/F)·(S1 + (T′ − mean)·rstd²·S2)
///     ∂L/∂y0[f] = a[p]·dy[f] + b[p]
///     ∂L/∂W += corners(a·D + b·c)                   ∂L/∂x_j[f] += K_j[p]·∂L/∂y0[f],  K_j = ∂T/∂x_j
///
/// K_j comes from the table at `slopeBias`, which is T itself unless the layer says otherwise.
@Sendable
func lutBitsBackward(
    _ layer: LutLayer, _ rows: BitRows, _ saved: LutSaved, _ gradients: LutGradients, _ nodes: Range<Int>
) {
    let transform = TableTransform.corners(bias: layer.bias)
    let slopeTransform = TableTransform.corners(bias: layer.slopeBias)
    let smoothsSlopes = layer.slopeBias != layer.bias
    KernelScratch.with(zeroWords: rows.stride, floatCount: 1024 + groupSize * NodeScratch.size + wireScratchSize) {
        scratch in
        // Interleaved tables of sums, then the rows {K0…K5, b, a}; then what each node of a group keeps.
        let sums = scratch.floats
        let slopes = sums + 512
        let own = NodeScratch(base: sums + 1024)
        let slots = own.base + groupSize * NodeScratch.size
        for lane in 0..<groupSize {
            for i in layer.tableSize..<64 { own[lane].table[i] = 0 }
        }
        var start = nodes.lowerBound
        while start < nodes.upperBound {
            // Phase by phase: within a node each phase waits for the one before.
            let group = start..<min(start + groupSize, nodes.upperBound)
            for node in group {
                let inputs = NodeInputs(layer, rows, node, zeros: scratch.zeros)
                let dy = gradients.output.row(node)
                sumByPattern(
                    inputs, dy, frameCount: layer.frameCount, sums, into: own[node - start].sums, scratch.patterns)
            }
            for node in group {
                let own = own[node - start]
                let table = saved.tables + node * layer.tableSize
                if layer.tableSize == 64 {
                    Table64(table).store(own.table)
                } else {
                    own.table.update(from: table, count: layer.tableSize)
                }
                outputCoefficients(layer, saved, node, own.table, own.sums, own.a, own.b)
            }
            if let target = gradients.weights {
                for node in group {
                    let own = own[node - start]
                    addWeightGradient(layer, saved, target, node, transform, own.sums, own.a, own.b)
                }
            }
            guard gradients.input != nil || gradients.wires != nil else {
                start += groupSize
                continue
            }
            for node in group {
                let own = own[node - start]
                let inputs = NodeInputs(layer, rows, node, zeros: scratch.zeros)
                if smoothsSlopes { slopeTransform.apply(own.table, inputsPerNode: layer.inputsPerNode) }
                writeSlopes(own.table, own.a, own.b, layer, into: slopes)
                if let wires = gradients.wires {
                    addWireGradients(layer, rows, inputs, slopes, gradients, wires, node, scratch.patterns, slots)
                } else if let dx = gradients.input {
                    addInputGradient(layer, inputs, slopes, gradients, dx, node, scratch.patterns)
                }
            }
            start += groupSize
        }
    }
}

/// Nodes whose phases are interleaved.
private let groupSize = 8

/// What one node of a group keeps from phase to phase: D, a, b and the table padded to 64 entries.
private struct NodeScratch {
    static let size = 4 * 64
    let base: UnsafeMutablePointer<Float>

    @inline(__always)
    subscript(lane: Int) -> NodeScratch { NodeScratch(base: base + lane * Self.size) }
    @inline(__always)
    var sums: UnsafeMutablePointer<Float> { base }
    @inline(__always)
    var a: UnsafeMutablePointer<Float> { base + 64 }
    @inline(__always)
    var b: UnsafeMutablePointer<Float> { base + 128 }
    @inline(__always)
    var table: UnsafeMutablePointer<Float> { base + 192 }
}

/// a and b of each pattern.
@inline(__always)
private func outputCoefficients(
    _ layer: LutLayer, _ saved: LutSaved, _ node: Int, _ table: UnsafePointer<Float>, _ sums: UnsafePointer<Float>,
    _ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>
) {
    guard let norm = layer.normalization else {
        let one = bb_set8(1)
        let zero = bb_set8(0)
        for i in 0..<8 {
            bb_store8(a + i * 8, one)
            bb_store8(b + i * 8, zero)
        }
        return
    }
    let scaling = NodeScaling.saved(layer, saved, node)
    let center = bb_set8(scaling.mean)
    let scale = bb_set8(scaling.scale)
    var s1 = bb_set8(0)
    var s2 = bb_set8(0)
    for i in 0..<8 {
        let value = bb_load8(table + i * 8)
        let z = scaling.apply(value)
        // Patterns that a small node does not have sum to nothing.
        let masked = bb_keep_inside01(z, bb_load8(sums + i * 8))
        bb_store8(a + i * 8, bb_keep_inside01(z, scale))
        s1 = bb_add8(s1, masked)
        s2 = bb_fma8(masked, bb_sub8(value, center), s2)
    }
    let share = norm.isFrozen ? 0 : -scaling.scale / Float(layer.frameCount)
    let constant = bb_set8(share * bb_sum8(s1))
    let slope = bb_set8(share * scaling.inverse * scaling.inverse * bb_sum8(s2))
    for i in 0..<8 {
        bb_store8(b + i * 8, bb_fma8(bb_sub8(bb_load8(table + i * 8), center), slope, constant))
    }
}

/// ∂L/∂W += corners(a·D + b·c).
@inline(__always)
private func addWeightGradient(
    _ layer: LutLayer, _ saved: LutSaved, _ weights: UnsafeMutablePointer<Float>, _ node: Int,
    _ transform: TableTransform,
    _ sums: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>
) {
    let size = layer.tableSize
    let counts = saved.counts! + node * size
    let target = weights + node * size
    if size < 8 {
        for i in 0..<size { sums[i] = a[i] * sums[i] + b[i] * Float(counts[i]) }
        transform.apply(sums, inputsPerNode: layer.inputsPerNode)
        for i in 0..<size { target[i] += sums[i] }
        return
    }
    var i = 0
    while i < size {
        let direct = bb_mul8(bb_load8(a + i), bb_load8(sums + i))
        bb_store8(sums + i, bb_fma8(bb_load8(b + i), bb_counts8(counts + i), direct))
        i += 8
    }
    transform.apply(sums, inputsPerNode: layer.inputsPerNode)
    i = 0
    while i < size {
        bb_store8(target + i, bb_add8(bb_load8(target + i), bb_load8(sums + i)))
        i += 8
    }
}

/// One row {K0 … K5, b, a} for each pattern.
@inline(__always)
private func writeSlopes(
    _ table: UnsafePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ layer: LutLayer,
    into rows: UnsafeMutablePointer<Float>
) {
    let unit = 1 / (2 * layer.slopeBias)
    let s1 = bb_f8(-unit, unit, -unit, unit, -unit, unit, -unit, unit)
    let s2 = bb_f8(-unit, -unit, unit, unit, -unit, -unit, unit, unit)
    let s4 = bb_f8(-unit, -unit, -unit, -unit, unit, unit, unit, unit)
    let u = bb_set8(unit)
    for i in 0..<8 {
        let value = bb_load8(table + i * 8)
        @inline(__always)
        func across(_ bit: Int) -> bb_f8 {
            bb_mul8(bb_sub8(bb_load8(table + (i | bit) * 8), bb_load8(table + (i & ~bit) * 8)), u)
        }
        let t = transposed(
            bb_mul8(bb_sub8(value, bb_swap1(value)), s1), bb_mul8(bb_sub8(value, bb_swap2(value)), s2),
            bb_mul8(bb_sub8(value, bb_swap4(value)), s4), across(1), across(2), across(4), bb_load8(b + i * 8),
            bb_load8(a + i * 8))
        t.store(rows + i * 64)
    }
}

/// ∂L/∂x_j[f] += K_j[p]·(a[p]·dy[f] + b[p]) for all frames and inputs of a node, 8 frames at a time.
@inline(__always)
private func addInputGradient(
    _ layer: LutLayer, _ inputs: NodeInputs, _ slopes: UnsafePointer<Float>, _ gradients: LutGradients, _ dx: FloatRows,
    _ node: Int, _ bytes: UnsafeMutablePointer<UInt8>
) {
    let n = layer.inputsPerNode
    let slots = layer.connection + node * n
    let dy = gradients.output.row(node)
    let first = gradients.firstTouch.map { $0[node] } ?? 0
    // Slots that a small node lacks are never written; any row serves as their address.
    @inline(__always)
    func target(_ slot: Int) -> UnsafeMutablePointer<Float> { dx.row(Int(slots[min(slot, n - 1)])) }
    let d0 = target(0)
    let d1 = target(1)
    let d2 = target(2)
    let d3 = target(3)
    let d4 = target(4)
    let d5 = target(5)
    var start = 0
    while start < layer.frameCount {
        writePatternBytes(inputs, word: start / 64, into: bytes)
        let groups = (min(256, layer.frameCount - start) + 7) / 8
        // Rows are padded to 8 frames, so the last group may run into padding, which nobody reads.
        for group in 0..<groups {
            let p = bytes + group
            @inline(__always)
            func row(_ k: Int) -> bb_f8 { bb_load8(slopes + Int(p[k * 32]) * 8) }
            let t = transposed(row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7))
            let at = start + group * 8
            let dy0 = bb_fma8(t.v7, bb_load8(dy + at), t.v6)
            if n == 6 && first == 0 {
                bb_store8(d0 + at, bb_fma8(t.v0, dy0, bb_load8(d0 + at)))
                bb_store8(d1 + at, bb_fma8(t.v1, dy0, bb_load8(d1 + at)))
                bb_store8(d2 + at, bb_fma8(t.v2, dy0, bb_load8(d2 + at)))
                bb_store8(d3 + at, bb_fma8(t.v3, dy0, bb_load8(d3 + at)))
                bb_store8(d4 + at, bb_fma8(t.v4, dy0, bb_load8(d4 + at)))
                bb_store8(d5 + at, bb_fma8(t.v5, dy0, bb_load8(d5 + at)))
            } else if n == 6 && first == 63 {
                bb_store8(d0 + at, bb_mul8(t.v0, dy0))
                bb_store8(d1 + at, bb_mul8(t.v1, dy0))
                bb_store8(d2 + at, bb_mul8(t.v2, dy0))
                bb_store8(d3 + at, bb_mul8(t.v3, dy0))
                bb_store8(d4 + at, bb_mul8(t.v4, dy0))
                bb_store8(d5 + at, bb_mul8(t.v5, dy0))
            } else {
                addOrStore(d0 + at, t.v0, dy0, stores: first & 1 != 0)
                addOrStore(d1 + at, t.v1, dy0, stores: first & 2 != 0)
                if n > 2 { addOrStore(d2 + at, t.v2, dy0, stores: first & 4 != 0) }
                if n > 3 { addOrStore(d3 + at, t.v3, dy0, stores: first & 8 != 0) }
                if n > 4 { addOrStore(d4 + at, t.v4, dy0, stores: first & 16 != 0) }
                if n > 5 { addOrStore(d5 + at, t.v5, dy0, stores: first & 32 != 0) }
            }
        }
        start += 256
    }
}

@inline(__always)
private func addOrStore(_ target: UnsafeMutablePointer<Float>, _ slope: bb_f8, _ dy0: bb_f8, stores: Bool) {
    bb_store8(target, stores ? bb_mul8(slope, dy0) : bb_fma8(slope, dy0, bb_load8(target)))
}
