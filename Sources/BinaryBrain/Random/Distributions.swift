import Foundation

/// The distributions of libstdc++ (12) over mt19937_64, bit for bit: seeds mean the same nets as in the original.
extension MersenneTwister64 {
    /// U(0, 1) in double precision from one draw.
    public mutating func uniformDouble() -> Double {
        let value = Double(next()) * 0x1p-64
        return value < 1 ? value : 1.0.nextDown
    }

    /// U(0, 1) in single precision from one draw.
    public mutating func uniformFloat() -> Float {
        let value = Float(next()) * 0x1p-64
        return value < 1 ? value : Float(1).nextDown
    }

    /// U(low, high) in double precision.
    public mutating func uniformDouble(_ low: Double, _ high: Double) -> Double {
        uniformDouble() * (high - low) + low
    }

    /// A uniform integer in `low...high`, by Lemire's multiply-shift with rejection.
    public mutating func uniformInteger(_ low: UInt64, _ high: UInt64) -> UInt64 {
        let range = high &- low &+ 1
        if range == 0 { return next() }
        var product = next().multipliedFullWidth(by: range)
        if product.low < range {
            let threshold = (0 &- range) % range
            while product.low < threshold { product = next().multipliedFullWidth(by: range) }
        }
        return low &+ product.high
    }

    /// `std::shuffle`: pairs of positions from one draw.
    public mutating func shuffle<Element>(_ values: inout [Element]) {
        let count = values.count
        guard count > 1 else { return }
        var i = 1
        if count % 2 == 0 {
            values.swapAt(1, Int(uniformInteger(0, 1)))
            i = 2
        }
        while i < count {
            let b0 = UInt64(i + 1)
            let b1 = UInt64(i + 2)
            let draw = uniformInteger(0, b0 * b1 - 1)
            values.swapAt(i, Int(draw / b1))
            values.swapAt(i + 1, Int(draw % b1))
            i += 2
        }
    }
}

/// Marsaglia's polar method: numbers from N(0, 1), two of each two uniform ones; every second value is the saved one.
struct PolarMethod<Number: BinaryFloatingPoint & Sendable>: Sendable {
    /// What the next call returns, if one is saved.
    var saved: Number?

    /// The next value.
    /// - Parameter uniform: the next number from U(0, 1).
    @inline(__always)
    mutating func next(logarithm: (Number) -> Number, uniform: () -> Number) -> Number {
        if let value = saved {
            saved = nil
            return value
        }
        while true {
            let x = 2 * uniform() - 1
            let y = 2 * uniform() - 1
            let r = x * x + y * y
            guard r <= 1, r != 0 else { continue }
            let k = (-2 * logarithm(r) / r).squareRoot()
            saved = x * k
            return y * k
        }
    }
}

/// N(mean, deviation) in double precision by Marsaglia's polar method; every second value is the saved one.
public struct NormalDistribution: Sendable {
    /// Mean of the numbers.
    public let mean: Double
    /// Standard deviation.
    public let deviation: Double
    private var polar = PolarMethod<Double>()

    /// A distribution without a saved value.
    public init(mean: Double, deviation: Double) {
        self.mean = mean
        self.deviation = deviation
    }

    /// The next value.
    public mutating func next(_ generator: inout MersenneTwister64) -> Double {
        polar.next(logarithm: log) { generator.uniformDouble() } * deviation + mean
    }
}

extension Tensor {
    /// An fp32 tensor drawn from N(mean, deviation) with a generator of its own.
    public static func normal(shape: Shape, mean: Double, deviation: Double, seed: UInt64) -> Tensor {
        var generator = MersenneTwister64(seed: seed)
        var distribution = NormalDistribution(mean: mean, deviation: deviation)
        let result = Tensor(.fp32, shape: shape)
        for index in 0..<result.count { result.floats[index] = Float(distribution.next(&generator)) }
        return result
    }

    /// An fp32 tensor drawn from U(low, high) with a generator of its own.
    public static func uniform(shape: Shape, low: Double, high: Double, seed: UInt64) -> Tensor {
        var generator = MersenneTwister64(seed: seed)
        let result = Tensor(.fp32, shape: shape)
        for index in 0..<result.count { result.floats[index] = Float(generator.uniformDouble(low, high)) }
        return result
    }
}
