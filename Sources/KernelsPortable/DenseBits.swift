import CSimd
import KernelInterface

/// Dense layers on bits by look-ups, if this build has an instruction that looks up 16 numbers at once: 64 products and sums
/// are then two instructions.
let denseBits: DenseBitsKernels? =
    bb_built_for_avx512() != 0 ? DenseBitsKernels(writePatterns: writePatterns, multiply: multiplyBits) : nil

@Sendable
private func writePatterns(_ rows: BitRows, _ layer: DenseBits, _ group: Int) {
    let first = group * DenseBits.inputsPerGroup
    let target = layer.patterns + group * layer.patternStride
    for word in 0..<layer.patternStride / 64 {
        func bits(_ slot: Int) -> UInt64 { first + slot < layer.inputCount ? rows.row(first + slot)[word] : 0 }
        bb_pattern_bytes4(bits(0), bits(1), bits(2), bits(3), target + word * 64)
    }
}

@Sendable
private func multiplyBits(_ layer: DenseBits, _ block: Int) {
    let outputs = DenseBits.outputsPerBlock
    let groups = layer.groupCount
    withUnsafeTemporaryAllocation(byteCount: groups * outputs * 64, alignment: 64) { raw in
        guard let base = raw.baseAddress else { return }
        let tables = base.bindMemory(to: Float.self, capacity: groups * outputs * 16)
        writeSums(layer, block, into: tables)
        // Outputs beyond the last are computed as copies of it and not stored.
        func output(_ slot: Int) -> Int { min(block * outputs + slot, layer.outputCount - 1) }
        var frame = 0
        while frame < layer.frameCount {
            multiplyTile(layer, tables, frame, output(0), output(1), output(2), output(3))
            frame += DenseBits.framesPerTile
        }
    }
}

/// The 16 sums of each group's weights, of the block's outputs side by side.
@inline(__always)
private func writeSums(_ layer: DenseBits, _ block: Int, into tables: UnsafeMutablePointer<Float>) {
    let l = layer.low
    let s0 = bb_f16(l, 1, l, 1, l, 1, l, 1, l, 1, l, 1, l, 1, l, 1)
    let s1 = bb_f16(l, l, 1, 1, l, l, 1, 1, l, l, 1, 1, l, l, 1, 1)
    let s2 = bb_f16(l, l, l, l, 1, 1, 1, 1, l, l, l, l, 1, 1, 1, 1)
    let s3 = bb_f16(l, l, l, l, l, l, l, l, 1, 1, 1, 1, 1, 1, 1, 1)
    for slot in 0..<DenseBits.outputsPerBlock {
        let output = min(block * DenseBits.outputsPerBlock + slot, layer.outputCount - 1)
        let weights = layer.weights + output * layer.inputCount
        for group in 0..<layer.groupCount {
            let first = group * DenseBits.inputsPerGroup
            @inline(__always)
            func weight(_ k: Int) -> bb_f16 { bb_set16(first + k < layer.inputCount ? weights[first + k] : 0) }
            let low = bb_fma16(weight(1), s1, bb_fma16(weight(0), s0, bb_set16(0)))
            let sums = bb_fma16(weight(3), s3, bb_fma16(weight(2), s2, low))
            bb_store16(tables + (group * DenseBits.outputsPerBlock + slot) * 16, sums)
        }
    }
}

/// Four outputs of 64 frames: 16 sums in registers, to which each group adds what its patterns look up.
@inline(__always)
private func multiplyTile(
    _ layer: DenseBits, _ tables: UnsafePointer<Float>, _ frame: Int, _ o0: Int, _ o1: Int, _ o2: Int, _ o3: Int
) {
    var s0 = Frames64(bb_set16(layer.bias[o0]))
    var s1 = Frames64(bb_set16(layer.bias[o1]))
    var s2 = Frames64(bb_set16(layer.bias[o2]))
    var s3 = Frames64(bb_set16(layer.bias[o3]))
    let stride = layer.patternStride
    for group in 0..<layer.groupCount {
        let bytes = layer.patterns + group * stride + frame
        let table = tables + group * DenseBits.outputsPerBlock * 16
        let (p0, p1) = (bb_load_indices16(bytes), bb_load_indices16(bytes + 16))
        let (p2, p3) = (bb_load_indices16(bytes + 32), bb_load_indices16(bytes + 48))
        s0.add(bb_load16(table), p0, p1, p2, p3)
        s1.add(bb_load16(table + 16), p0, p1, p2, p3)
        s2.add(bb_load16(table + 32), p0, p1, p2, p3)
        s3.add(bb_load16(table + 48), p0, p1, p2, p3)
    }
    let room = layer.output.stride - frame
    s0.store(layer.output.row(o0) + frame, room: room)
    s1.store(layer.output.row(o1) + frame, room: room)
    s2.store(layer.output.row(o2) + frame, room: room)
    s3.store(layer.output.row(o3) + frame, room: room)
}

/// Sums of 64 frames.
private struct Frames64 {
    var v0, v1, v2, v3: bb_f16

    @inline(__always)
    init(_ start: bb_f16) { (v0, v1, v2, v3) = (start, start, start, start) }

    @inline(__always)
    mutating func add(_ table: bb_f16, _ p0: bb_i16, _ p1: bb_i16, _ p2: bb_i16, _ p3: bb_i16) {
        v0 = bb_add16(v0, bb_look_up16(table, p0))
        v1 = bb_add16(v1, bb_look_up16(table, p1))
        v2 = bb_add16(v2, bb_look_up16(table, p2))
        v3 = bb_add16(v3, bb_look_up16(table, p3))
    }

    /// Stores what fits into a row that has `room` numbers left, a multiple of eight.
    @inline(__always)
    func store(_ target: UnsafeMutablePointer<Float>, room: Int) {
        Self.store(v0, target, room)
        Self.store(v1, target + 16, room - 16)
        Self.store(v2, target + 32, room - 32)
        Self.store(v3, target + 48, room - 48)
    }

    @inline(__always)
    private static func store(_ v: bb_f16, _ target: UnsafeMutablePointer<Float>, _ room: Int) {
        if room >= 16 {
            bb_store16(target, v)
        } else if room >= 8 {
            bb_store8(target, bb_low_half16(v))
        }
    }
}
