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

    /// A buffer with memory of its own and the same values.
    public func copied() -> FrameBuffer {
        let result = FrameBuffer(dtype, frameCount: frameCount, shape: shape, levels: levels)
        result.storage.base.copyMemory(from: storage.base, byteCount: rowBytes * nodeCount)
        return result
    }

    /// The same values in another element type; the buffer itself, memory included, if it has that type already. Bits become the numbers of
    /// their `levels` (of an unsigned type 0 and 1, as it has no −1); numbers become bits by v > 0, with levels −1/+1, as the original's
    /// conversions do. See `ElementValue` for the rest.
    public func converted(to target: DType) -> FrameBuffer {
        if target == dtype { return self }
        let result = FrameBuffer(target, frameCount: frameCount, shape: shape)
        for node in 0..<nodeCount {
            let (source, destination) = (row(node), result.row(node))
            for frame in 0..<frameCount {
                let value =
                    dtype == .bit
                    ? ElementValue.real(Double(self[frame: frame, node: node])) : ElementValue(dtype, source, frame)
                if target == .bit {
                    if value.isPositive { result.words(node)[frame / 64] |= 1 << UInt64(frame % 64) }
                } else {
                    value.store(target, destination, frame)
                }
            }
        }
        return result
    }
}
