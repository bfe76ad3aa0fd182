import BinaryBrain

/// Sample-major rows into the node-major rows of a frame buffer.
enum BlockedTranspose {
    /// Frames that are filled together: 16 floats, one cache line of each node's row.
    static let tileFrames = 16

    /// Node n of frame f becomes `convert(source[rows[f] · nodes + n])`.
    ///
    /// A tile of frames reads as many sequential streams and completes a cache line of the destination before it goes on
    /// to the next node, so neither side is fetched twice whatever the strides. Tiles run in parallel.
    /// Rows must be inside the source, and the buffer fp32 with one frame a row.
    @inline(__always)
    static func gather<Element>(
        _ source: UnsafeBufferPointer<Element>, rows: UnsafeBufferPointer<Int32>, into buffer: FrameBuffer,
        convert: (Element) -> Float
    ) {
        guard let base = source.baseAddress, let rows = rows.baseAddress else { return }
        let nodes = buffer.nodeCount
        let frames = buffer.frameCount
        let stride = buffer.floatStride
        guard nodes > 0 else { return }
        let destination = buffer.floats(0)
        Parallel.shared.run(blocks: (frames + tileFrames - 1) / tileFrames) { tile in
            let first = tile * tileFrames
            let count = min(tileFrames, frames - first)
            withUnsafeTemporaryAllocation(of: UnsafePointer<Element>.self, capacity: tileFrames) { streams in
                for frame in 0..<count {
                    streams.initializeElement(at: frame, to: base + Int(rows[first + frame]) * nodes)
                }
                var row = destination + first
                for node in 0..<nodes {
                    for frame in 0..<count { row[frame] = convert(streams[frame][node]) }
                    row += stride
                }
            }
        }
    }

    /// The same by the obvious loop: the reference that tests compare with.
    static func gatherReference<Element>(
        _ source: [Element], rows: [Int32], into buffer: FrameBuffer, convert: (Element) -> Float
    ) {
        for node in 0..<buffer.nodeCount {
            for frame in 0..<buffer.frameCount {
                buffer[frame: frame, node: node] = convert(source[Int(rows[frame]) * buffer.nodeCount + node])
            }
        }
    }
}
