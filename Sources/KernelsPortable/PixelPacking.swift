import CSimd
import KernelInterface

/// Pixels, frame after frame, to rows of bits. Eight frames at a time are merged into a byte a node; then the bytes of the
/// eight merges are transposed into a word a node.
@Sendable
func packPixels(_ block: PixelBlock, _ threshold: Int, _ rows: BitRows) {
    guard threshold <= 255 else {
        for node in 0..<block.nodeCount { rows.row(node).pointee = 0 }
        return
    }
    let limit = bb_set_bytes(UInt8(truncatingIfNeeded: threshold))
    let width = (block.nodeCount + 31) / 32 * 32
    withUnsafeTemporaryAllocation(byteCount: 8 * width + 8 * 32, alignment: 32) { raw in
        let merged = raw.baseAddress!.assumingMemoryBound(to: UInt8.self)
        for group in 0..<8 {
            mergeFrames(block, group, limit, into: merged + group * width, staging: merged + 8 * width)
        }
        var node = 0
        while node < block.nodeCount {
            transposeMerges(merged + node, width, rows, node: node, count: min(32, block.nodeCount - node))
            node += 32
        }
    }
}

/// Bit i of byte n is pixel n of frame 8 · group + i against the limit. Frames that the block lacks are zeros.
@inline(__always)
private func mergeFrames(
    _ block: PixelBlock, _ group: Int, _ limit: bb_b32, into merged: UnsafeMutablePointer<UInt8>,
    staging: UnsafeMutablePointer<UInt8>
) {
    let base = block.base + group * 8 * block.nodeCount
    let frames = min(8, max(0, block.frameCount - group * 8))
    var node = 0
    if frames == 8 {
        // Prefetchers follow one stream of memory better than eight: 60 instead of 95 ns a digit.
        bb_touch(base, Int64(8 * block.nodeCount))
        while node + 32 <= block.nodeCount {
            bb_store_bytes(merged + node, mergeEight(base + node, block.nodeCount, limit))
            node += 32
        }
    }
    // What is left reaches beyond a frame or the block: it is copied to where zeros surround it.
    while node < block.nodeCount {
        staging.update(repeating: 0, count: 8 * 32)
        for frame in 0..<frames {
            (staging + frame * 32).update(
                from: base + frame * block.nodeCount + node, count: min(32, block.nodeCount - node))
        }
        bb_store_bytes(merged + node, mergeEight(staging, 32, limit))
        node += 32
    }
}

@inline(__always)
private func mergeEight(_ pixels: UnsafePointer<UInt8>, _ stride: Int, _ limit: bb_b32) -> bb_b32 {
    @inline(__always)
    func flag(_ frame: Int) -> bb_b32 {
        bb_select_bytes_reached(
            bb_load_bytes(pixels + frame * stride), limit, bb_set_bytes(1 << UInt8(truncatingIfNeeded: frame)))
    }
    return bb_or_bytes(
        bb_or_bytes(bb_or_bytes(flag(0), flag(1)), bb_or_bytes(flag(2), flag(3))),
        bb_or_bytes(bb_or_bytes(flag(4), flag(5)), bb_or_bytes(flag(6), flag(7))))
}

/// The words of 32 nodes from their bytes in eight merges; the first `count` are written.
@inline(__always)
private func transposeMerges(
    _ merged: UnsafePointer<UInt8>, _ width: Int, _ rows: BitRows, node: Int, count: Int
) {
    @inline(__always)
    func merge(_ group: Int) -> bb_b32 { bb_load_bytes(merged + group * width) }
    let (m0, m1, m2, m3) = (merge(0), merge(1), merge(2), merge(3))
    let (m4, m5, m6, m7) = (merge(4), merge(5), merge(6), merge(7))
    /// A vector holds the words of nodes n, n + 1, n + 16 and n + 17.
    @inline(__always)
    func put(_ words: bb_u4, _ n: Int) {
        let row = node + n
        if n < count { rows.row(row).pointee = words[0] }
        if n + 1 < count { rows.row(row + 1).pointee = words[1] }
        if n + 16 < count { rows.row(row + 16).pointee = words[2] }
        if n + 17 < count { rows.row(row + 17).pointee = words[3] }
    }
    /// Pairs of merges, interleaved, to the words of nodes n … n + 7 and n + 16 … n + 23.
    @inline(__always)
    func transpose(_ p01: bb_b32, _ p23: bb_b32, _ p45: bb_b32, _ p67: bb_b32, _ n: Int) {
        let (low0, high0) = (bb_low_bytes2(p01, p23), bb_high_bytes2(p01, p23))
        let (low4, high4) = (bb_low_bytes2(p45, p67), bb_high_bytes2(p45, p67))
        put(bb_low_bytes4(low0, low4), n)
        put(bb_high_bytes4(low0, low4), n + 2)
        put(bb_low_bytes4(high0, high4), n + 4)
        put(bb_high_bytes4(high0, high4), n + 6)
    }
    transpose(bb_low_bytes1(m0, m1), bb_low_bytes1(m2, m3), bb_low_bytes1(m4, m5), bb_low_bytes1(m6, m7), 0)
    transpose(bb_high_bytes1(m0, m1), bb_high_bytes1(m2, m3), bb_high_bytes1(m4, m5), bb_high_bytes1(m6, m7), 8)
}
