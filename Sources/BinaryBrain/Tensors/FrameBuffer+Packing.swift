import KernelInterface

extension FrameBuffer {
    /// Packs an fp32 buffer into bits: 1 where x > threshold. `bits` has the same frames and as many nodes.
    func pack(into bits: FrameBuffer, threshold: Float) {
        let size = PackedSize(frameCount: frameCount, wordCount: bits.wordStride)
        Parallel.shared.forEachRow(nodeCount, length: frameCount) { node in
            Kernels.elements.packAbove(floats(node), threshold, bits.words(node), size)
        }
    }
}

/// Rows of bits to rows of numbers.
enum BitPacking {
    /// y[f] = bit f ? high : low.
    static func unpack(
        _ words: UnsafePointer<UInt64>, into y: UnsafeMutablePointer<Float>, frameCount: Int, low: Float, high: Float
    ) {
        for frame in 0..<frameCount { y[frame] = words[frame / 64] >> UInt64(frame % 64) & 1 == 1 ? high : low }
    }
}
