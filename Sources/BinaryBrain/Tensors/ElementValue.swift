/// One element of any type as the widest number of its kind, so that a conversion loses nothing that the target can hold.
///
/// As in the original a number becomes a binary value by v > 0, and a binary value −1 or +1. Where C++ leaves a result open,
/// here it is fixed: what an integer type cannot hold becomes the nearest number that it can, NaN becomes 0, and a fraction
/// is cut off.
enum ElementValue {
    case real(Double)
    case signed(Int64)
    case unsigned(UInt64)

    /// The element at `index` of an array that begins at `base`; a packed bit counts as −1 or +1.
    init(_ dtype: DType, _ base: UnsafeRawPointer, _ index: Int) {
        func read<T>(_ type: T.Type) -> T { base.load(fromByteOffset: index * MemoryLayout<T>.stride, as: T.self) }
        switch dtype {
        case .bit:
            let byte = base.load(fromByteOffset: index / 8, as: UInt8.self)
            self = .signed(byte >> UInt8(index % 8) & 1 == 1 ? 1 : -1)
        case .binary, .int8: self = .signed(Int64(read(Int8.self)))
        case .int16: self = .signed(Int64(read(Int16.self)))
        case .int32: self = .signed(Int64(read(Int32.self)))
        case .int64: self = .signed(read(Int64.self))
        case .uint8: self = .unsigned(UInt64(read(UInt8.self)))
        case .uint16: self = .unsigned(UInt64(read(UInt16.self)))
        case .uint32: self = .unsigned(UInt64(read(UInt32.self)))
        case .uint64: self = .unsigned(read(UInt64.self))
        case .fp16: self = .real(Double(HalfPrecision.float(read(UInt16.self))))
        case .fp32: self = .real(Double(read(Float.self)))
        case .fp64: self = .real(read(Double.self))
        }
    }

    /// Writes the value as the element at `index` of an array that begins at `base`.
    func store(_ dtype: DType, _ base: UnsafeMutableRawPointer, _ index: Int) {
        func write<T>(_ v: T) { base.storeBytes(of: v, toByteOffset: index * MemoryLayout<T>.stride, as: T.self) }
        switch dtype {
        case .bit: preconditionFailure("bits are stored by the frame buffer, which knows the mask")
        case .binary: write(Int8(isPositive ? 1 : -1))
        case .int8: write(integer(Int8.self))
        case .int16: write(integer(Int16.self))
        case .int32: write(integer(Int32.self))
        case .int64: write(integer(Int64.self))
        case .uint8: write(integer(UInt8.self))
        case .uint16: write(integer(UInt16.self))
        case .uint32: write(integer(UInt32.self))
        case .uint64: write(integer(UInt64.self))
        case .fp16: write(HalfPrecision.bits(float))
        case .fp32: write(float)
        case .fp64: write(double)
        }
    }

    /// Whether it becomes a one bit.
    var isPositive: Bool {
        switch self {
        case .real(let value): value > 0
        case .signed(let value): value > 0
        case .unsigned(let value): value > 0
        }
    }

    /// The nearest single-precision number.
    var float: Float {
        switch self {
        case .real(let value): Float(value)
        case .signed(let value): Float(value)
        case .unsigned(let value): Float(value)
        }
    }

    private var double: Double {
        switch self {
        case .real(let value): value
        case .signed(let value): Double(value)
        case .unsigned(let value): Double(value)
        }
    }

    private func integer<T: FixedWidthInteger>(_ type: T.Type) -> T {
        switch self {
        case .real(let value):
            value.isNaN ? 0 : T(exactly: value.rounded(.towardZero)) ?? (value < 0 ? T.min : T.max)
        case .signed(let value): T(clamping: value)
        case .unsigned(let value): T(clamping: value)
        }
    }
}

/// Single-precision loads and stores of elements of any type.
enum ElementAccess {
    static func load(_ dtype: DType, _ base: UnsafeRawPointer, _ index: Int) -> Float {
        dtype == .fp32
            ? base.load(fromByteOffset: index * MemoryLayout<Float>.stride, as: Float.self)
            : ElementValue(dtype, base, index).float
    }

    static func store(_ value: Float, _ dtype: DType, _ base: UnsafeMutableRawPointer, _ index: Int) {
        ElementValue.real(Double(value)).store(dtype, base, index)
    }
}
