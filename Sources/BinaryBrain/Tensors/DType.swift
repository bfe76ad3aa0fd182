/// Element types of tensors and frame buffers, with the ids that files carry (manual §6.2.2.1).
public enum DType: Int32, Sendable, Hashable, CaseIterable {
    /// One bit a frame, packed, least significant bit first.
    case bit = 0x0001
    /// One byte holding a binary value.
    case binary = 0x0002
    /// IEEE half precision.
    case fp16 = 0x0110
    /// IEEE single precision.
    case fp32 = 0x0120
    /// IEEE double precision.
    case fp64 = 0x0140
    /// Signed 8-bit integer.
    case int8 = 0x0208
    /// Signed 16-bit integer.
    case int16 = 0x0210
    /// Signed 32-bit integer.
    case int32 = 0x0220
    /// Signed 64-bit integer.
    case int64 = 0x0240
    /// Unsigned 8-bit integer.
    case uint8 = 0x0308
    /// Unsigned 16-bit integer.
    case uint16 = 0x0310
    /// Unsigned 32-bit integer.
    case uint32 = 0x0320
    /// Unsigned 64-bit integer.
    case uint64 = 0x0340

    /// Bits that one element takes.
    public var bitWidth: Int {
        switch self {
        case .bit: 1
        case .binary, .int8, .uint8: 8
        case .fp16, .int16, .uint16: 16
        case .fp32, .int32, .uint32: 32
        case .fp64, .int64, .uint64: 64
        }
    }

    /// The name used in object names, such as `fp32` in `DifferentiableLut6_fp32_fp32`.
    public var name: String {
        switch self {
        case .bit: "bit"
        case .binary: "bin"
        case .fp16: "fp16"
        case .fp32: "fp32"
        case .fp64: "fp64"
        case .int8: "int8"
        case .int16: "int16"
        case .int32: "int32"
        case .int64: "int64"
        case .uint8: "uint8"
        case .uint16: "uint16"
        case .uint32: "uint32"
        case .uint64: "uint64"
        }
    }

    /// The type with this name (see `name`), whatever its case.
    public init?(name: String) {
        guard let match = Self.allCases.first(where: { $0.name == name.lowercased() }) else { return nil }
        self = match
    }
}
