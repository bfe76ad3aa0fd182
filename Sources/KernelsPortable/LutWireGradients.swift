import CSimd
import KernelInterface

/// Floats that `addWireGradients` works in: a row a slot for 256 frames, and a sum a slot.
let wireScratchSize = 8 * 256 + 8

/// Gradients of the scores of a node's candidate wires, and of its inputs where they are wanted.
///
/// A slot's gradients in 256 frames are written once; each candidate then adds up those of the frames in which it is 1,
/// 16 lanes at a time and eight candidates side by side. What the means take off is known at the end.
@inline(__always)
func addWireGradients(
    _ layer: LutLayer, _ rows: BitRows, _ inputs: NodeInputs, _ slopes: UnsafePointer<Float>,
    _ gradients: LutGradients, _ wires: LutWires, _ node: Int, _ bytes: UnsafeMutablePointer<UInt8>,
    _ slots: UnsafeMutablePointer<Float>
) {
    let n = layer.inputsPerNode
    let dy = gradients.output.row(node)
    let totals = slots + 8 * 256
    for slot in 0..<n { totals[slot] = 0 }
    var start = 0
    while start < layer.frameCount {
        let frames = min(256, layer.frameCount - start)
        writePatternBytes(inputs, word: start / 64, into: bytes)
        writeSlots(slopes, dy + start, bytes, groups: (frames + 7) / 8, into: slots)
        if let dx = gradients.input {
            addSlots(slots, layer, gradients, dx, node, start: start, frames: frames)
        }
        for slot in 0..<n {
            let values = slots + slot * 256
            totals[slot] += sum(values, frames: frames)
            forEachEight(layer, wires, node, slot) { target, count, row in
                @inline(__always)
                func words(_ lane: Int) -> UnsafePointer<UInt64> {
                    UnsafePointer(rows.row(row(lane)) + start / 64)
                }
                let ones = sumsOfOnes(
                    values, words: (frames + 63) / 64, words(0), words(1), words(2), words(3), words(4), words(5),
                    words(6), words(7))
                add(bb_add8(ones, ones), to: target, count)
            }
        }
        start += 256
    }
    let share = -2 / Float(layer.frameCount)
    for slot in 0..<n {
        forEachEight(layer, wires, node, slot) { target, count, row in
            @inline(__always)
            func ones(_ lane: Int) -> Float {
                let words = rows.row(row(lane))
                return Float((0..<(layer.frameCount + 63) / 64).reduce(0) { $0 + words[$1].nonzeroBitCount })
            }
            let counts = bb_f8(ones(0), ones(1), ones(2), ones(3), ones(4), ones(5), ones(6), ones(7))
            add(bb_mul8(counts, bb_set8(share * totals[slot])), to: target, count)
        }
    }
}

/// Runs `body` for eight candidates of a slot at a time: where their gradients are, how many they are (the last eight may be
/// fewer), and the input of each lane.
@inline(__always)
private func forEachEight(
    _ layer: LutLayer, _ wires: LutWires, _ node: Int, _ slot: Int,
    _ body: (_ target: UnsafeMutablePointer<Float>, _ count: Int, _ row: (Int) -> Int) -> Void
) {
    let wire = (node * layer.inputsPerNode + slot) * wires.count
    let target = wires.gradients + wire - wires.firstNode * layer.inputsPerNode * wires.count
    var first = 0
    while first < wires.count {
        body(target + first, min(8, wires.count - first)) { lane in
            let candidate = min(first + lane, wires.count - 1)
            return wires.candidates.map { Int($0[wire + candidate]) } ?? candidate
        }
        first += 8
    }
}

@inline(__always)
private func add(_ values: bb_f8, to target: UnsafeMutablePointer<Float>, _ count: Int) {
    if count == 8 {
        bb_store8(target, bb_add8(bb_load8(target), values))
    } else {
        for lane in 0..<count { target[lane] += values[lane] }
    }
}

/// K_j[p]·(a[p]·dy[f] + b[p]) of each slot and frame. What lies behind the last frame is not a gradient.
@inline(__always)
private func writeSlots(
    _ slopes: UnsafePointer<Float>, _ dy: UnsafePointer<Float>, _ bytes: UnsafePointer<UInt8>, groups: Int,
    into slots: UnsafeMutablePointer<Float>
) {
    for group in 0..<groups {
        let p = bytes + group
        @inline(__always)
        func row(_ k: Int) -> bb_f8 { bb_load8(slopes + Int(p[k * 32]) * 8) }
        let t = transposed(row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7))
        let dy0 = bb_fma8(t.v7, bb_load8(dy + group * 8), t.v6)
        let target = slots + group * 8
        bb_store8(target, bb_mul8(t.v0, dy0))
        bb_store8(target + 256, bb_mul8(t.v1, dy0))
        bb_store8(target + 512, bb_mul8(t.v2, dy0))
        bb_store8(target + 768, bb_mul8(t.v3, dy0))
        bb_store8(target + 1024, bb_mul8(t.v4, dy0))
        bb_store8(target + 1280, bb_mul8(t.v5, dy0))
    }
}

/// Hands the slots' gradients to the inputs that are read.
@inline(__always)
private func addSlots(
    _ slots: UnsafePointer<Float>, _ layer: LutLayer, _ gradients: LutGradients, _ dx: FloatRows, _ node: Int,
    start: Int, frames: Int
) {
    let n = layer.inputsPerNode
    let first = gradients.firstTouch.map { $0[node] } ?? 0
    for slot in 0..<n {
        let source = slots + slot * 256
        let target = dx.row(Int(layer.connection[node * n + slot])) + start
        // Rows are padded to 8 frames.
        if first >> UInt8(slot) & 1 == 1 {
            for group in 0..<(frames + 7) / 8 { bb_store8(target + group * 8, bb_load8(source + group * 8)) }
        } else {
            for group in 0..<(frames + 7) / 8 {
                bb_store8(target + group * 8, bb_add8(bb_load8(target + group * 8), bb_load8(source + group * 8)))
            }
        }
    }
}

/// The sum over `frames` values.
@inline(__always)
private func sum(_ values: UnsafePointer<Float>, frames: Int) -> Float {
    var total = bb_set8(0)
    for group in 0..<frames / 8 { total = bb_add8(total, bb_load8(values + group * 8)) }
    var result = bb_sum8(total)
    for frame in frames / 8 * 8..<frames { result += values[frame] }
    return result
}

/// Of eight bit rows, the sums of the values where their bits are ones. Padding bits are zero.
@inline(__always)
private func sumsOfOnes(
    _ values: UnsafePointer<Float>, words: Int, _ r0: UnsafePointer<UInt64>, _ r1: UnsafePointer<UInt64>,
    _ r2: UnsafePointer<UInt64>, _ r3: UnsafePointer<UInt64>, _ r4: UnsafePointer<UInt64>,
    _ r5: UnsafePointer<UInt64>, _ r6: UnsafePointer<UInt64>, _ r7: UnsafePointer<UInt64>
) -> bb_f8 {
    var (s0, s1, s2, s3) = (bb_set16(0), bb_set16(0), bb_set16(0), bb_set16(0))
    var (s4, s5, s6, s7) = (bb_set16(0), bb_set16(0), bb_set16(0), bb_set16(0))
    for word in 0..<words {
        var (w0, w1, w2, w3) = (r0[word], r1[word], r2[word], r3[word])
        var (w4, w5, w6, w7) = (r4[word], r5[word], r6[word], r7[word])
        for quarter in 0..<4 {
            let v = bb_load16(values + word * 64 + quarter * 16)
            @inline(__always)
            func add(_ sum: inout bb_f16, _ bits: inout UInt64) {
                sum = bb_masked_add16(sum, UInt32(truncatingIfNeeded: bits & 0xffff), v)
                bits >>= 16
            }
            add(&s0, &w0)
            add(&s1, &w1)
            add(&s2, &w2)
            add(&s3, &w3)
            add(&s4, &w4)
            add(&s5, &w5)
            add(&s6, &w6)
            add(&s7, &w7)
        }
    }
    @inline(__always)
    func folded(_ sum: bb_f16) -> bb_f8 { bb_add8(bb_low_half16(sum), bb_high_half16(sum)) }
    let t = transposed(
        folded(s0), folded(s1), folded(s2), folded(s3), folded(s4), folded(s5), folded(s6), folded(s7))
    return bb_add8(
        bb_add8(bb_add8(t.v0, t.v1), bb_add8(t.v2, t.v3)), bb_add8(bb_add8(t.v4, t.v5), bb_add8(t.v6, t.v7)))
}
