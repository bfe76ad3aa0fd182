/// The loops that lower a convolution to a layer and raise its result again: P rows of F frames against one row of F·P
/// frames, in which frame f·P + p is frame f of row p.
///
/// All of them work on a range of frames f that begins at a multiple of 64 and ends at one or at the last frame; the bits of
/// such ranges share no word of the long row, so ranges can run in parallel.
public struct LoweringKernels: Sendable {
    /// output[f·P + p] = row p [f]; every place has a row or a border.
    public let interleaveReals: @Sendable (RowSelection<Float>, UnsafeMutablePointer<Float>, Range<Int>) -> Void
    /// row p [f] += input[f·P + p]; places without a row are skipped.
    public let addDeinterleavedReals: @Sendable (UnsafePointer<Float>, RowSelection<Float>, Range<Int>) -> Void
    /// output[f·P + p] = row p [f]. All words of the range are written, the bits behind its last frame as zeros.
    public let interleaveBits: @Sendable (RowSelection<UInt64>, UnsafeMutablePointer<UInt64>, Range<Int>) -> Void
    /// row p [f] = input[f·P + p], one word of each row for 64 frames; places without a row are skipped.
    public let deinterleaveBits: @Sendable (UnsafePointer<UInt64>, RowSelection<UInt64>, Range<Int>) -> Void

    public init(
        interleaveReals: @escaping @Sendable (RowSelection<Float>, UnsafeMutablePointer<Float>, Range<Int>) -> Void,
        addDeinterleavedReals: @escaping @Sendable (UnsafePointer<Float>, RowSelection<Float>, Range<Int>) -> Void,
        interleaveBits: @escaping @Sendable (RowSelection<UInt64>, UnsafeMutablePointer<UInt64>, Range<Int>) -> Void,
        deinterleaveBits: @escaping @Sendable (UnsafePointer<UInt64>, RowSelection<UInt64>, Range<Int>) -> Void
    ) {
        self.interleaveReals = interleaveReals
        self.addDeinterleavedReals = addDeinterleavedReals
        self.interleaveBits = interleaveBits
        self.deinterleaveBits = deinterleaveBits
    }
}

/// Which rows of a buffer stand side by side: `count` places, each with the index of its row.
public struct RowSelection<Element>: @unchecked Sendable {
    /// Row 0 of the buffer.
    public var base: UnsafeMutablePointer<Element>
    /// Elements from one row to the next.
    public var stride: Int
    /// Row of each place; negative for a place without one.
    public var indices: UnsafePointer<Int32>
    /// Number of places (P).
    public var count: Int
    /// What is read at places without a row.
    public var border: UnsafeMutablePointer<Element>?

    public init(
        base: UnsafeMutablePointer<Element>, stride: Int, indices: UnsafePointer<Int32>, count: Int,
        border: UnsafeMutablePointer<Element>? = nil
    ) {
        self.base = base
        self.stride = stride
        self.indices = indices
        self.count = count
        self.border = border
    }

    /// The row of a place, or the border.
    @inlinable @inline(__always)
    public subscript(place: Int) -> UnsafeMutablePointer<Element>? {
        let index = Int(indices[place])
        return index < 0 ? border : base + index * stride
    }
}
