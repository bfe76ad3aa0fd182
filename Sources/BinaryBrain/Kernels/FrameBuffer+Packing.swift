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
