/// IEEE 754 binary16 in its 16 bits, without `Float16`, which Swift lacks on some platforms.
enum HalfPrecision {
    static func float(_ bits: UInt16) -> Float {
        let sign = UInt32(bits & 0x8000) << 16
        let exponent = UInt32(bits >> 10 & 0x1f)
        let fraction = UInt32(bits & 0x3ff)
        switch exponent {
        case 0:
            let magnitude = Float(fraction) * 0x1p-24
            return sign == 0 ? magnitude : -magnitude
        case 31:
            return Float(bitPattern: sign | 0x7f80_0000 | fraction << 13)
        default:
            return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
        }
    }

    /// Rounds to nearest, ties to even; overflows to infinity.
    static func bits(_ value: Float) -> UInt16 {
        let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
        if value.isNaN { return sign | 0x7e00 }
        let magnitude = value.magnitude
        if magnitude >= 65520 { return sign | 0x7c00 }
        // Below the smallest normal number the unit is 2^-24; rounding to it may carry into the exponent, which is right.
        if magnitude < 0x1p-14 { return sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven)) }
        let pattern = magnitude.bitPattern
        let rounded = pattern + 0xfff + (pattern >> 13 & 1)
        return sign | UInt16((rounded >> 13) - (112 << 10))
    }
}
