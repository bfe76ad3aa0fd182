import KernelInterface

/// The loops over channels, taps and frames that lowering and raising share. Each block of work writes memory of its own, and
/// adds in an order of its own: results do not depend on the number of threads.
enum Lowering {
    /// Frames of a block: a multiple of 64, so that blocks of bits share no word (see `LoweringKernels`).
    private static let blockFrames = 256

    private static func forEachBlock(rows: Int, frameCount: Int, _ body: (Int, Range<Int>) -> Void) {
        let parts = (frameCount + blockFrames - 1) / blockFrames
        Parallel.shared.run(blocks: rows * parts) { block in
            let start = block % parts * blockFrames
            body(block / parts, start..<min(start + blockFrames, frameCount))
        }
    }

    /// Row r of `y` takes the rows of `x` that `indices(r)` lists, starting at row `base(r)`, side by side (see
    /// `LoweringKernels`).
    static func interleave(
        _ x: FrameBuffer, into y: FrameBuffer, border: FrameBuffer? = nil, indices: UnsafePointer<Int32>, count: Int,
        kernels: LoweringKernels, origin: (Int) -> (row: Int, indexOffset: Int)
    ) {
        let isBits = x.dtype == .bit
        let writtenWords = (y.frameCount + 63) / 64
        forEachBlock(rows: y.nodeCount, frameCount: x.frameCount) { node, frames in
            let (row, offset) = origin(node)
            if isBits {
                let rows = RowSelection(
                    base: x.words(row), stride: x.wordStride, indices: indices + offset, count: count,
                    border: border?.words(0))
                kernels.interleaveBits(rows, y.words(node), frames)
                if frames.upperBound == x.frameCount {
                    (y.words(node) + writtenWords).update(repeating: 0, count: y.wordStride - writtenWords)
                }
            } else {
                let rows = RowSelection(
                    base: x.floats(row), stride: x.floatStride, indices: indices + offset, count: count,
                    border: border?.floats(0))
                kernels.interleaveReals(rows, y.floats(node), frames)
            }
        }
    }

    /// The rows of `channels` groups of `rowsPerChannel` rows of `x` become sums of what stood side by side in the rows of `y`:
    /// for each of the `taps` rows of a channel in turn, row `indices[tap · count + p]` of the group gets place p.
    static func addDeinterleaved(
        _ y: FrameBuffer, into x: FrameBuffer, channels: Int, taps: Int, indices: UnsafePointer<Int32>, count: Int,
        kernels: LoweringKernels
    ) {
        let rowsPerChannel = x.nodeCount / channels
        forEachBlock(rows: channels, frameCount: x.frameCount) { channel, frames in
            let first = channel * rowsPerChannel
            for row in first..<first + rowsPerChannel {
                (x.floats(row) + frames.lowerBound).update(repeating: 0, count: frames.count)
            }
            for tap in 0..<taps {
                let rows = RowSelection(
                    base: x.floats(first), stride: x.floatStride, indices: indices + tap * count, count: count)
                kernels.addDeinterleavedReals(y.floats(channel * taps + tap), rows, frames)
            }
        }
    }

    /// Rows of bits: the `count` rows of each channel of `x` get what stood side by side in that channel's row of `y`.
    static func deinterleaveBits(
        _ y: FrameBuffer, into x: FrameBuffer, indices: UnsafePointer<Int32>, count: Int, kernels: LoweringKernels
    ) {
        let writtenWords = (x.frameCount + 63) / 64
        forEachBlock(rows: y.nodeCount, frameCount: x.frameCount) { channel, frames in
            let rows = RowSelection(
                base: x.words(channel * count), stride: x.wordStride, indices: indices, count: count)
            kernels.deinterleaveBits(y.words(channel), rows, frames)
            guard frames.upperBound == x.frameCount else { return }
            for row in channel * count..<(channel + 1) * count {
                (x.words(row) + writtenWords).update(repeating: 0, count: x.wordStride - writtenWords)
            }
        }
    }
}
