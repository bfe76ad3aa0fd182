import BinaryBrain

extension NetlistEvaluator {
    /// See `forward(pixels:)` on a buffer.
    /// - Throws: `BrainError` unless the pixels are whole frames.
    public func forward(pixels: [UInt8]) throws -> FrameBuffer {
        try pixels.withUnsafeBufferPointer { try forward(pixels: $0) }
    }

    /// The output with the largest number of each frame, the first if several have it.
    /// - Throws: `BrainError` if x has another shape than the net's input.
    public func classes(_ x: FrameBuffer) throws -> [Int32] {
        try classes(frameCount: x.frameCount) { try classify(x, into: $0) }
    }

    /// The same for 8-bit pixels, frame after frame, that stand for pixel / 255.
    /// - Throws: `BrainError` unless the pixels are whole frames.
    public func classes(pixels: [UInt8]) throws -> [Int32] {
        try classes(frameCount: pixels.count / netlist.encoding.shape.count) { classes in
            try pixels.withUnsafeBufferPointer { try classify(pixels: $0, into: classes) }
        }
    }

    private func classes(
        frameCount: Int, _ body: (UnsafeMutableBufferPointer<Int32>) throws -> Void
    ) rethrows -> [Int32] {
        try [Int32](unsafeUninitializedCapacity: frameCount) { buffer, count in
            try body(UnsafeMutableBufferPointer(rebasing: buffer[..<frameCount]))
            count = frameCount
        }
    }
}
