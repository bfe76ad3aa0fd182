extension FrameBuffer {
    /// This buffer if it is fp32; otherwise its numbers in memory from `pool` (bits become the numbers of their levels).
    func floats(using pool: inout FrameBufferPool) -> FrameBuffer {
        if dtype == .fp32 { return self }
        let result = pool.take(.fp32, frameCount: frameCount, shape: shape)
        Parallel.shared.forEachRow(nodeCount, length: frameCount) { node in
            if dtype == .bit {
                BitPacking.unpack(
                    words(node), into: result.floats(node), frameCount: frameCount, low: levels.low, high: 1)
            } else {
                let source = row(node)
                let target = result.floats(node)
                for frame in 0..<frameCount { target[frame] = ElementAccess.load(dtype, source, frame) }
            }
        }
        return result
    }

    /// Throws unless this gradient has the frames and nodes of the forward that it belongs to.
    func requireGradient(frameCount wanted: Int, shape: Shape, for layer: String) throws {
        try require(shape, for: "backward of \(layer)")
        guard frameCount == wanted else {
            throw BrainError(
                .shape, what: "backward of \(layer)",
                why: "the gradient has \(frameCount) frames, the forward had \(wanted)",
                remedy: "pass the gradient of that forward's output")
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
