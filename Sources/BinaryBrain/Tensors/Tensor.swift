/// A dense row-major array of numbers, without frames: weights, running statistics, tables (manual §5.3.5.1, §6.2.2.2).
///
/// It is a reference, although it is a struct: type and shape are the value's own, the numbers are in `storage`, which a copy shares, as
/// the original's does: layer, optimizer and file all mean one set of weights. `converted(to:)` makes memory of its own.
public struct Tensor {
    /// Element type; never `.bit`.
    public let dtype: DType
    /// Extents.
    public let shape: Shape
    /// The memory.
    public let storage: AlignedStorage

    /// A zeroed tensor.
    public init(_ dtype: DType = .fp32, shape: Shape) {
        self.init(
            dtype, shape: shape, storage: AlignedStorage(byteCount: shape.count * dtype.bitWidth / 8))
    }

    /// A tensor over existing memory, which must be large enough.
    public init(_ dtype: DType, shape: Shape, storage: AlignedStorage) {
        precondition(dtype != .bit, "tensors hold whole elements; bits live in frame buffers")
        precondition(storage.byteCount >= shape.count * dtype.bitWidth / 8, "the memory is smaller than the tensor")
        self.dtype = dtype
        self.shape = shape
        self.storage = storage
    }

    /// An fp32 tensor with these values in row-major order.
    public init(_ values: [Float], shape: Shape) {
        precondition(values.count == shape.count, "the values must fill the shape")
        self.init(.fp32, shape: shape)
        for (index, value) in values.enumerated() { floats[index] = value }
    }

    /// Number of elements.
    public var count: Int { shape.count }

    /// The elements of an fp32 tensor.
    package var floats: UnsafeMutableBufferPointer<Float> {
        precondition(dtype == .fp32, "the tensor is not fp32")
        return UnsafeMutableBufferPointer(start: storage.base.assumingMemoryBound(to: Float.self), count: count)
    }

    /// The elements of an int32 tensor.
    package var int32s: UnsafeMutableBufferPointer<Int32> {
        precondition(dtype == .int32, "the tensor is not int32")
        return UnsafeMutableBufferPointer(start: storage.base.assumingMemoryBound(to: Int32.self), count: count)
    }

    /// One element as a number, whatever the type.
    public subscript(index: Int) -> Float {
        get {
            precondition(index >= 0 && index < count, "element out of range")
            return ElementAccess.load(dtype, storage.base, index)
        }
        nonmutating set {
            precondition(index >= 0 && index < count, "element out of range")
            ElementAccess.store(newValue, dtype, storage.base, index)
        }
    }

    /// All elements as numbers, row-major.
    public var values: [Float] { (0..<count).map { self[$0] } }

    /// Sets every element.
    public func fill(_ value: Float) {
        if dtype == .fp32 { floats.update(repeating: value) } else { for index in 0..<count { self[index] = value } }
    }

    /// Takes over all elements of a tensor of the same type and shape.
    public func assign(_ other: Tensor) {
        precondition(dtype == other.dtype && shape == other.shape, "assign keeps type and shape")
        storage.base.copyMemory(from: other.storage.base, byteCount: count * dtype.bitWidth / 8)
    }

    /// A tensor with memory of its own and the same elements in another type; see `ElementValue` for what that does to them.
    public func converted(to target: DType) -> Tensor {
        let result = Tensor(target, shape: shape)
        for index in 0..<count { ElementValue(dtype, storage.base, index).store(target, result.storage.base, index) }
        return result
    }
}
