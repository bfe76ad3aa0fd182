import BinaryBrain

// The manual's `from_numpy` and `numpy` (§6.2.2.2, §6.2.2.3): arrays to and from the engine's own.

extension NumpyElement {
    /// The engine's type for these elements; Booleans are bytes of 0 and 1.
    var dtype: DType {
        switch self {
        case .bool, .uint8: .uint8
        case .int8: .int8
        case .int16: .int16
        case .uint16: .uint16
        case .int32: .int32
        case .uint32: .uint32
        case .int64: .int64
        case .uint64: .uint64
        case .float32: .fp32
        case .float64: .fp64
        }
    }

    /// The element type that holds a type of the engine without loss.
    init(_ dtype: DType) {
        switch dtype {
        case .binary, .bit, .int8: self = .int8
        case .uint8: self = .uint8
        case .int16: self = .int16
        case .uint16: self = .uint16
        case .int32: self = .int32
        case .uint32: self = .uint32
        case .int64: self = .int64
        case .uint64: self = .uint64
        case .fp16, .fp32: self = .float32
        case .fp64: self = .float64
        }
    }
}

extension NumpyArray {
    /// The elements of a tensor; binary values become −1 and +1, half precision becomes single.
    public init(_ tensor: Tensor) {
        let element = NumpyElement(tensor.dtype)
        let values = tensor.dtype == element.dtype ? tensor : tensor.converted(to: element.dtype)
        let bytes = withExtendedLifetime(values) {
            Array(UnsafeRawBufferPointer(start: values.storage.base, count: values.count * element.byteCount))
        }
        self.init(shape: tensor.shape.dimensions, element: element, bytes: bytes)
    }

    /// The frames of a buffer on axis 0, then the axes of a frame; bits become the numbers of their levels.
    public init(_ buffer: FrameBuffer) {
        let element = NumpyElement(buffer.dtype)
        let values = buffer.dtype == element.dtype ? buffer : buffer.converted(to: element.dtype)
        let size = element.byteCount
        var bytes: [UInt8] = []
        bytes.reserveCapacity(values.frameCount * values.nodeCount * size)
        withExtendedLifetime(values) {
            for frame in 0..<values.frameCount {
                for node in 0..<values.nodeCount {
                    bytes += UnsafeRawBufferPointer(start: values.row(node) + frame * size, count: size)
                }
            }
        }
        self.init(shape: [buffer.frameCount] + buffer.shape.dimensions, element: element, bytes: bytes)
    }
}

extension Tensor {
    /// A tensor of the array's elements and shape.
    public init(_ array: NumpyArray) {
        self.init(array.element.dtype, shape: Shape(array.shape))
        array.bytes.withUnsafeBytes { source in
            if let base = source.baseAddress { storage.base.copyMemory(from: base, byteCount: source.count) }
        }
    }
}

extension FrameBuffer {
    /// Frames along axis 0 of an array, each of the shape of the other axes; of an array of one axis, frames of one node.
    /// - Throws: `BrainError` for an array without axes, or whose frames have no element.
    public init(_ array: NumpyArray) throws {
        let shape = Shape(array.shape.count > 1 ? Array(array.shape.dropFirst()) : [1])
        guard let frames = array.shape.first, shape.count > 0 else {
            throw BrainError(
                .shape, what: "frames of an array", why: "its shape is \(array.shape)",
                remedy: "give an array of shape [frames, …]")
        }
        self.init(array.element.dtype, frameCount: frames, shape: shape)
        let size = array.element.byteCount
        let nodes = nodeCount
        array.bytes.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return }
            for node in 0..<nodes {
                for frame in 0..<frames {
                    (row(node) + frame * size).copyMemory(from: base + (frame * nodes + node) * size, byteCount: size)
                }
            }
        }
    }
}
