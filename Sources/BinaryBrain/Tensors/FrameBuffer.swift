/// What a zero bit of a packed buffer stands for; a one bit always stands for +1.
///
/// A layer of real type that works in binary mode hands its output on in packed form, and this says which two numbers the
/// bits are: LUT layers speak 0/1, RealToBinary and the activations speak −1/+1.
public enum BitLevels: Int32, Sendable, Hashable {
    /// Bits are 0 and 1.
    case zeroOne = 0
    /// Bits are −1 and +1.
    case minusOnePlusOne = -1

    /// The number that a zero bit stands for.
    public var low: Float { self == .zeroOne ? 0 : -1 }
}

/// A batch of frames, node-major (the manual's CHWN, §5.3.5.3, §6.2.2.3): row n holds node n of every frame, frames contiguous, rows
/// padded to 256 bits.
///
/// A frame is one sample after modulation; a node is one signal. Padding of a bit row is always zero; padding of other rows is never
/// read.
///
/// It is a reference, although it is a struct: type, shape and frame count are the value's own, the numbers are in `storage`, which a copy
/// shares, as the original's does. Whoever writes into a copy writes into all of them; `copied()` has memory of its own.
public struct FrameBuffer {
    /// Element type.
    public let dtype: DType
    /// Number of frames F.
    public let frameCount: Int
    /// Shape of one frame.
    public let shape: Shape
    /// Bytes from one node's row to the next: a multiple of 32, at least `F · bits / 8`.
    public let rowBytes: Int
    /// What bits stand for; of no meaning for other types.
    public var levels: BitLevels
    /// The memory.
    public let storage: AlignedStorage

    /// Number of nodes: the product of the shape.
    public let nodeCount: Int

    /// A zeroed buffer.
    public init(_ dtype: DType, frameCount: Int, shape: Shape, levels: BitLevels = .minusOnePlusOne) {
        let rowBytes = Self.rowBytes(dtype, frameCount: frameCount)
        self.init(
            dtype, frameCount: frameCount, shape: shape, levels: levels,
            storage: AlignedStorage(byteCount: rowBytes * shape.count))
    }

    /// A buffer over existing memory, which must be large enough.
    public init(_ dtype: DType, frameCount: Int, shape: Shape, levels: BitLevels, storage: AlignedStorage) {
        precondition(frameCount >= 0, "a frame count is never negative")
        self.dtype = dtype
        self.frameCount = frameCount
        self.shape = shape
        self.levels = levels
        self.storage = storage
        nodeCount = shape.count
        rowBytes = Self.rowBytes(dtype, frameCount: frameCount)
        precondition(storage.byteCount >= rowBytes * nodeCount, "the memory is smaller than the buffer")
    }

    /// Bytes of one padded row. Long rows of numbers that would fill whole pages get two cache lines more: otherwise the same
    /// frame of all rows would compete for the same few places of the first-level cache.
    public static func rowBytes(_ dtype: DType, frameCount: Int) -> Int {
        let bytes = (frameCount * dtype.bitWidth + 255) / 256 * 32
        return dtype != .bit && bytes >= 8192 && bytes % 4096 == 0 ? bytes + 128 : bytes
    }

    /// The row of node `node`.
    @inlinable @inline(__always)
    package func row(_ node: Int) -> UnsafeMutableRawPointer { storage.base + node * rowBytes }

    /// The row of node `node` of an fp32 buffer.
    @inlinable @inline(__always)
    package func floats(_ node: Int) -> UnsafeMutablePointer<Float> {
        row(node).assumingMemoryBound(to: Float.self)
    }

    /// The row of node `node` of a bit buffer, 64 frames a word.
    @inlinable @inline(__always)
    package func words(_ node: Int) -> UnsafeMutablePointer<UInt64> {
        row(node).assumingMemoryBound(to: UInt64.self)
    }

    /// Floats from one row of an fp32 buffer to the next.
    @inline(__always)
    public var floatStride: Int { rowBytes / 4 }

    /// Words from one row of a bit buffer to the next.
    @inline(__always)
    public var wordStride: Int { rowBytes / 8 }

    /// The same memory under another shape with as many nodes.
    public func reshaped(_ newShape: Shape) -> FrameBuffer {
        precondition(newShape.count == nodeCount, "a reshape keeps the number of nodes")
        return FrameBuffer(dtype, frameCount: frameCount, shape: newShape, levels: levels, storage: storage)
    }

    /// Throws unless this is a buffer of `shape`.
    public func require(_ wanted: Shape, for what: String) throws {
        guard shape == wanted || nodeCount == wanted.count else {
            throw BrainError(
                .shape, what: what, why: "got frames of shape \(shape), expected \(wanted)",
                remedy: "pass frames of the shape that setInputShape was called with")
        }
    }
}
