extension FrameBuffer {
    /// Packs an fp32 buffer into bits: 1 where x > threshold. `bits` has the same frames and as many nodes.
    func pack(into bits: FrameBuffer, threshold: Float) {
        let frames = frameCount
        let rowsPerBlock = max(1, 65536 / max(1, frames))
        Parallel.shared.run(blocks: (nodeCount + rowsPerBlock - 1) / rowsPerBlock) { block in
            for node in block * rowsPerBlock..<min(nodeCount, (block + 1) * rowsPerBlock) {
                BitPacking.pack(floats(node), into: bits.words(node), frameCount: frames, wordCount: bits.wordStride) {
                    $0 > threshold
                }
            }
        }
    }
}

/// Rows of numbers to rows of bits and back.
enum BitPacking {
    /// Bit f of the row is `isOne(x[f])`; padding bits become zero.
    @inline(__always)
    static func pack(
        _ x: UnsafePointer<Float>, into words: UnsafeMutablePointer<UInt64>, frameCount: Int, wordCount: Int,
        isOne: (Float) -> Bool
    ) {
        for word in 0..<wordCount {
            var bits: UInt64 = 0
            let first = word * 64
            for bit in 0..<max(0, min(64, frameCount - first)) where isOne(x[first + bit]) { bits |= 1 << UInt64(bit) }
            words[word] = bits
        }
    }

    /// y[f] = bit f ? high : low.
    static func unpack(
        _ words: UnsafePointer<UInt64>, into y: UnsafeMutablePointer<Float>, frameCount: Int, low: Float, high: Float
    ) {
        for frame in 0..<frameCount { y[frame] = words[frame / 64] >> UInt64(frame % 64) & 1 == 1 ? high : low }
    }
}
