import BinaryBrain

/// Sample-major rows into the node-major rows of a frame buffer.
enum BlockedTranspose {
    /// Frames that are filled together: 16 floats, one cache line of each node's row.
    static let tileFrames = 16

    /// Node n of frame f becomes the value of `source[rows[f] · nodes + n]`.
    ///
    /// A tile of frames reads as many sequential streams and completes a cache line of the destination before it continues
    /// to the next node, so neither side is fetched twice whatever the strides. Tiles run in parallel.
    /// Rows must be inside the source, and the buffer fp32 with one frame a row.
    static func gather<Element: StoredValue>(
        _ source: UnsafeBufferPointer<Element>, rows: UnsafeBufferPointer<Int32>, into buffer: FrameBuffer
    ) {
        guard let base = source.baseAddress, let rows = rows.baseAddress, buffer.nodeCount > 0 else { return }
        let nodes = buffer.nodeCount
        let frames = buffer.frameCount
        let stride = buffer.floatStride
        let destination = buffer.floats(0)
        Element.withTable { table in
            Parallel.shared.run(blocks: (frames + tileFrames - 1) / tileFrames) { tile in
                let first = tile * tileFrames
                let count = min(tileFrames, frames - first)
                withUnsafeTemporaryAllocation(of: UnsafePointer<Element>.self, capacity: tileFrames) { streams in
                    for frame in 0..<count {
                        streams.initializeElement(at: frame, to: base + Int(rows[first + frame]) * nodes)
                    }
                    var row = destination + first
                    for node in 0..<nodes {
                        for frame in 0..<count { row[frame] = streams[frame][node].value(table) }
                        row += stride
                    }
                }
            }
        }
    }

    /// The same by the obvious loop: the reference that tests compare with.
    static func gatherReference(_ source: [Float], rows: [Int32], into buffer: FrameBuffer) {
        for node in 0..<buffer.nodeCount {
            for frame in 0..<buffer.frameCount {
                buffer[frame: frame, node: node] = source[Int(rows[frame]) * buffer.nodeCount + node]
            }
        }
    }
}

/// A stored element and the number that it stands for.
protocol StoredValue {
    /// Lends the table that `value` looks in.
    static func withTable(_ body: (UnsafePointer<Float>) -> Void)
    /// The number.
    func value(_ table: UnsafePointer<Float>) -> Float
}

extension Float: StoredValue {
    static func withTable(_ body: (UnsafePointer<Float>) -> Void) { withUnsafePointer(to: 0, body) }
    @inline(__always)
    func value(_ table: UnsafePointer<Float>) -> Float { self }
}

/// A pixel: `byte / 255`, from a table because that is correctly rounded (a multiplication by 1/255 is not) and cheap.
extension UInt8: StoredValue {
    private static let fractions = (0..<256).map { Float($0) / 255 }

    static func withTable(_ body: (UnsafePointer<Float>) -> Void) {
        fractions.withUnsafeBufferPointer { table in
            if let base = table.baseAddress { body(base) }
        }
    }
    @inline(__always)
    func value(_ table: UnsafePointer<Float>) -> Float { table[Int(self)] }
}
