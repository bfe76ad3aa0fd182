/// Rounding of numbers to multiples of a step within the range of a signed integer.
///
///     q(v) = ⌊clamp(v, −2^(bits−1) s, (2^(bits−1) − 1) s) / s + 0.5⌋ s        s = scale > 0 ? scale : 2^−(bits−1)
public struct Quantization: Sendable, Hashable {
    /// Bits of the integer; 0 leaves numbers as they are.
    public let bits: Int
    /// Step between two numbers, as given; 0 makes it follow from the bits.
    public let scale: Float

    /// A rounding.
    /// - Throws: `BrainError` unless there are 0 to 31 bits and the scale is finite.
    public init(bits: Int, scale: Float) throws {
        guard (0...31).contains(bits), scale.isFinite else {
            throw BrainError(
                .parameter, what: "quantization", why: "\(bits) bits with scale \(scale) are not usable",
                remedy: "choose 0 to 31 bits and a finite scale")
        }
        self.bits = bits
        self.scale = scale
    }

    /// Rounds a row; a copy if there are no bits.
    func apply(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
        guard bits > 0 else {
            if UnsafePointer(y) != x { y.update(from: x, count: count) }
            return
        }
        let range = Float(1 << (bits - 1))
        let step = scale > 0 ? scale : 1 / range
        let (low, high) = (-range * step, (range - 1) * step)
        for i in 0..<count {
            let value = x[i].clamped(to: low...high)
            y[i] = (value / step + 0.5).rounded(.down) * step
        }
    }
}
