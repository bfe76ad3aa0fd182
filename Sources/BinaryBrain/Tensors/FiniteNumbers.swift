// Whether numbers are finite, in a form that compilers turn into vectors: the bits of a positive number grow with it, and
// those of infinity and NaN are the largest.

extension UInt32 {
    /// All bits of a number but its sign.
    static let magnitudeBits: UInt32 = 0x7fff_ffff
    /// The bits of +∞; those of NaN are larger.
    static let infinityBits: UInt32 = 0x7f80_0000
}

extension UnsafeBufferPointer<Float> {
    /// Whether no number is infinite or NaN.
    public var isFinite: Bool {
        var largest: UInt32 = 0
        for value in self { largest = Swift.max(largest, value.bitPattern & .magnitudeBits) }
        return largest < .infinityBits
    }
}

extension Tensor {
    /// Whether no element is infinite or NaN; elements of other types than fp32 never are.
    public var isFinite: Bool { dtype != .fp32 || UnsafeBufferPointer(floats).isFinite }
}

extension FrameBuffer {
    /// Whether no element is infinite or NaN; elements of other types than fp32 never are.
    public var isFinite: Bool {
        dtype != .fp32
            || (0..<nodeCount).allSatisfy { UnsafeBufferPointer(start: floats($0), count: frameCount).isFinite }
    }
}
