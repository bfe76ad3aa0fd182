/// The checksum of TensorFlow's record files: CRC-32C (Castagnoli, reflected polynomial 0x82F63B78), rotated and offset so that
/// a checksum of data that hold checksums does not become trivial: `((crc >> 15) | (crc << 17)) + 0xa282ead8`.
enum MaskedChecksum {
    private static let table: [UInt32] = (0..<256).map { index in
        var value = UInt32(index)
        for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
        return value
    }

    /// CRC-32C of some bytes.
    static func crc32c(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes { crc = table[Int((crc ^ UInt32(byte)) & 0xff)] ^ crc >> 8 }
        return ~crc
    }

    /// The masked checksum of some bytes.
    static func of(_ bytes: some Sequence<UInt8>) -> UInt32 {
        let crc = crc32c(bytes)
        return (crc >> 15 | crc << 17) &+ 0xa282_ead8
    }
}
