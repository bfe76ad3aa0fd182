import BinaryBrain

/// An n-dimensional array as NumPy stores it in a .npy file, in C order (last axis fastest).
public struct NumpyArray: Sendable, Hashable {
    /// Extent of each axis, outermost first; empty for a scalar.
    public let shape: [Int]
    /// Element type.
    public let element: NumpyElement
    /// The elements, little-endian, in C order.
    let bytes: [UInt8]

    /// The bytes must hold exactly the elements of `shape`.
    init(shape: [Int], element: NumpyElement, bytes: [UInt8]) {
        precondition(bytes.count == shape.reduce(element.byteCount, *), "the bytes must fill the shape")
        self.shape = shape
        self.element = element
        self.bytes = bytes
    }

    /// A float32 array from values in C order, of which there must be as many as `shape` holds.
    public init(_ values: [Float], shape: [Int]) {
        self.init(shape: shape, element: .float32, bytes: Self.littleEndianBytes(values.map(\.bitPattern)))
    }

    /// Number of elements.
    public var count: Int { bytes.count / element.byteCount }

    /// All elements as single-precision numbers (the nearest ones).
    public var floats: [Float] {
        switch element {
        case .float32: patterns(UInt32.self).map(Float.init(bitPattern:))
        case .float64: patterns(UInt64.self).map { Float(Double(bitPattern: $0)) }
        default: converted({ Float($0) }, { Float($0) })
        }
    }

    /// All elements as double-precision numbers.
    public var doubles: [Double] {
        switch element {
        case .float32: patterns(UInt32.self).map { Double(Float(bitPattern: $0)) }
        case .float64: patterns(UInt64.self).map(Double.init(bitPattern:))
        default: converted({ Double($0) }, { Double($0) })
        }
    }

    /// All elements as 32-bit integers; nil if one of them is no whole number of that range.
    public var int32s: [Int32]? {
        var result: [Int32] = []
        result.reserveCapacity(count)
        for value in doubles {
            guard let exact = Int32(exactly: value) else { return nil }
            result.append(exact)
        }
        return result
    }

    private func patterns<T: FixedWidthInteger>(_ type: T.Type) -> [T] {
        bytes.withUnsafeBytes { raw in
            (0..<raw.count / MemoryLayout<T>.size).map { index in
                T(littleEndian: raw.loadUnaligned(fromByteOffset: index * MemoryLayout<T>.size, as: T.self))
            }
        }
    }

    private func converted<Result>(_ signed: (Int64) -> Result, _ unsigned: (UInt64) -> Result) -> [Result] {
        switch element {
        case .bool: bytes.map { unsigned($0 == 0 ? 0 : 1) }
        case .uint8: bytes.map { unsigned(UInt64($0)) }
        case .int8: bytes.map { signed(Int64(Int8(bitPattern: $0))) }
        case .int16: patterns(Int16.self).map { signed(Int64($0)) }
        case .uint16: patterns(UInt16.self).map { unsigned(UInt64($0)) }
        case .int32: patterns(Int32.self).map { signed(Int64($0)) }
        case .uint32: patterns(UInt32.self).map { unsigned(UInt64($0)) }
        case .int64: patterns(Int64.self).map(signed)
        case .uint64: patterns(UInt64.self).map(unsigned)
        case .float32, .float64: preconditionFailure("floating-point elements are read by their bit patterns")
        }
    }

    static func littleEndianBytes<T: FixedWidthInteger>(_ values: [T]) -> [UInt8] {
        values.map(\.littleEndian).withUnsafeBytes(Array.init)
    }
}
