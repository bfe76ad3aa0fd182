// Memory for other packages: lent for the length of a call, so that nobody keeps a pointer longer than the memory lives.

extension FrameBuffer {
    /// Lends the row of a node of an fp32 buffer: a number a frame, to be read or changed inside `body` alone.
    public func withUnsafeFloats<Result>(
        ofNode node: Int, _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        precondition(dtype == .fp32 && (0..<nodeCount).contains(node), "a row of an fp32 buffer")
        return try withExtendedLifetime(storage) {
            try body(UnsafeMutableBufferPointer(start: floats(node), count: frameCount))
        }
    }

    /// Lends the row of a node of a bit buffer: 64 frames a word, the first in the lowest bit, to be read or changed inside `body` alone.
    /// Bits behind the last frame must stay zero.
    public func withUnsafeWords<Result>(
        ofNode node: Int, _ body: (UnsafeMutableBufferPointer<UInt64>) throws -> Result
    ) rethrows -> Result {
        precondition(dtype == .bit && (0..<nodeCount).contains(node), "a row of a bit buffer")
        return try withExtendedLifetime(storage) {
            try body(UnsafeMutableBufferPointer(start: words(node), count: (frameCount + 63) / 64))
        }
    }
}

extension Tensor {
    /// Lends the elements of an fp32 tensor in row-major order, to be read or changed inside `body` alone.
    public func withUnsafeFloats<Result>(
        _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
    ) rethrows -> Result {
        try withExtendedLifetime(storage) { try body(floats) }
    }
}
