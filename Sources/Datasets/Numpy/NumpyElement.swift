/// Element types of .npy files that the loaders understand: little-endian numbers and Booleans.
public enum NumpyElement: String, Sendable, Hashable, CaseIterable {
    /// Boolean, a byte each.
    case bool = "b1"
    /// Signed 8-bit integer.
    case int8 = "i1"
    /// Unsigned 8-bit integer.
    case uint8 = "u1"
    /// Signed 16-bit integer.
    case int16 = "i2"
    /// Unsigned 16-bit integer.
    case uint16 = "u2"
    /// Signed 32-bit integer.
    case int32 = "i4"
    /// Unsigned 32-bit integer.
    case uint32 = "u4"
    /// Signed 64-bit integer.
    case int64 = "i8"
    /// Unsigned 64-bit integer.
    case uint64 = "u8"
    /// IEEE single precision.
    case float32 = "f4"
    /// IEEE double precision.
    case float64 = "f8"

    /// The type that a header's `descr` names; nil for big-endian and for other types.
    init?(descriptor: String) {
        guard let order = descriptor.first, let type = Self(rawValue: String(descriptor.dropFirst())),
            order == "<" || (type.byteCount == 1 && (order == "|" || order == ">"))
        else { return nil }
        self = type
    }

    /// Bytes that one element takes.
    public var byteCount: Int {
        switch self {
        case .bool, .int8, .uint8: 1
        case .int16, .uint16: 2
        case .int32, .uint32, .float32: 4
        case .int64, .uint64, .float64: 8
        }
    }

    /// Whether elements are whole numbers (Booleans count as 0 and 1).
    public var isInteger: Bool { self != .float32 && self != .float64 }
}
