extension FrameBuffer {
    /// The value of one node in one frame, as a number (a slow path for tests, loaders and displays).
    public subscript(frame frame: Int, node node: Int) -> Float {
        get {
            precondition(frame >= 0 && frame < frameCount && node >= 0 && node < nodeCount, "element out of range")
            switch dtype {
            case .bit:
                return words(node)[frame / 64] >> UInt64(frame % 64) & 1 == 1 ? 1 : levels.low
            default:
                return ElementAccess.load(dtype, row(node), frame)
            }
        }
        nonmutating set {
            precondition(frame >= 0 && frame < frameCount && node >= 0 && node < nodeCount, "element out of range")
            switch dtype {
            case .bit:
                let mask: UInt64 = 1 << UInt64(frame % 64)
                if newValue > 0 { words(node)[frame / 64] |= mask } else { words(node)[frame / 64] &= ~mask }
            default:
                ElementAccess.store(newValue, dtype, row(node), frame)
            }
        }
    }

    /// All values, frame after frame (axis 0 is the frame, as NumPy shows it).
    public func frameMajorValues() -> [Float] {
        var result = [Float](repeating: 0, count: frameCount * nodeCount)
        for node in 0..<nodeCount {
            for frame in 0..<frameCount { result[frame * nodeCount + node] = self[frame: frame, node: node] }
        }
        return result
    }

    /// An fp32 (or bit) buffer from values in frame-major order.
    public init(frameMajor values: [Float], shape: Shape, dtype: DType = .fp32) {
        precondition(values.count % shape.count == 0, "the values must fill whole frames")
        self.init(dtype, frameCount: values.count / shape.count, shape: shape)
        for node in 0..<nodeCount {
            for frame in 0..<frameCount { self[frame: frame, node: node] = values[frame * nodeCount + node] }
        }
    }

    /// The same values in another element type. Bits become the numbers of their `levels`; numbers become bits by `v > 0`
    /// with levels −1/+1, as the original's conversions do (an integer type truncates and wraps no value: it clamps).
    public func converted(to target: DType) -> FrameBuffer {
        if target == dtype { return self }
        let result = FrameBuffer(target, frameCount: frameCount, shape: shape)
        for node in 0..<nodeCount {
            for frame in 0..<frameCount { result[frame: frame, node: node] = self[frame: frame, node: node] }
        }
        return result
    }
}

/// Typed loads and stores behind one switch.
enum ElementAccess {
    static func load(_ dtype: DType, _ base: UnsafeRawPointer, _ index: Int) -> Float {
        func read<T>(_ type: T.Type) -> T { base.load(fromByteOffset: index * MemoryLayout<T>.stride, as: T.self) }
        switch dtype {
        case .bit: return (base.load(fromByteOffset: index / 8, as: UInt8.self) >> UInt8(index % 8)) & 1 == 1 ? 1 : -1
        case .binary, .int8: return Float(read(Int8.self))
        case .uint8: return Float(read(UInt8.self))
        case .int16: return Float(read(Int16.self))
        case .uint16: return Float(read(UInt16.self))
        case .int32: return Float(read(Int32.self))
        case .uint32: return Float(read(UInt32.self))
        case .int64: return Float(read(Int64.self))
        case .uint64: return Float(read(UInt64.self))
        case .fp16: return HalfPrecision.float(read(UInt16.self))
        case .fp32: return read(Float.self)
        case .fp64: return Float(read(Double.self))
        }
    }

    static func store(_ value: Float, _ dtype: DType, _ base: UnsafeMutableRawPointer, _ index: Int) {
        func write<T>(_ v: T) { base.storeBytes(of: v, toByteOffset: index * MemoryLayout<T>.stride, as: T.self) }
        func integer<T: FixedWidthInteger>(_ type: T.Type) -> T {
            value.isNaN ? 0 : T(exactly: value.rounded(.towardZero)) ?? (value < 0 ? T.min : T.max)
        }
        switch dtype {
        case .bit: preconditionFailure("bits are stored by the frame buffer, which knows the mask")
        case .binary: write(Int8(value > 0 ? 1 : -1))
        case .int8: write(integer(Int8.self))
        case .uint8: write(integer(UInt8.self))
        case .int16: write(integer(Int16.self))
        case .uint16: write(integer(UInt16.self))
        case .int32: write(integer(Int32.self))
        case .uint32: write(integer(UInt32.self))
        case .int64: write(integer(Int64.self))
        case .uint64: write(integer(UInt64.self))
        case .fp16: write(HalfPrecision.bits(value))
        case .fp32: write(value)
        case .fp64: write(Double(value))
        }
    }
}
