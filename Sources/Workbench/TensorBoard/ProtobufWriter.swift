/// Encodes fields of protocol buffers, as much as event files need (protobuf.dev, "Encoding").
struct ProtobufWriter {
    private(set) var bytes: [UInt8] = []

    /// Wire types.
    private enum Wire: UInt64 { case varint = 0, fixed64 = 1, lengthDelimited = 2, fixed32 = 5 }

    private mutating func tag(_ field: Int, _ wire: Wire) { varint(UInt64(field) << 3 | wire.rawValue) }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    private mutating func littleEndian<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    /// An `int64` or an enumeration.
    mutating func write(_ field: Int, _ value: Int) {
        tag(field, .varint)
        varint(UInt64(bitPattern: Int64(value)))
    }

    /// A `double`.
    mutating func write(_ field: Int, _ value: Double) {
        tag(field, .fixed64)
        littleEndian(value.bitPattern)
    }

    /// A `float`.
    mutating func write(_ field: Int, _ value: Float) {
        tag(field, .fixed32)
        littleEndian(value.bitPattern)
    }

    /// A `string`.
    mutating func write(_ field: Int, _ text: String) { write(field, Array(text.utf8)) }

    /// A message inside.
    mutating func write(_ field: Int, _ fill: (inout ProtobufWriter) -> Void) {
        var inner = ProtobufWriter()
        fill(&inner)
        write(field, inner.bytes)
    }

    private mutating func write(_ field: Int, _ content: [UInt8]) {
        tag(field, .lengthDelimited)
        varint(UInt64(content.count))
        bytes += content
    }
}
