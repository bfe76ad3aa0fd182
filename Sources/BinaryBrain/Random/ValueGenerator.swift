import Foundation

/// A stream of thresholds for RealToBinary (the original's ValueGenerator), reproducible from its seed.
public protocol ValueGenerator: AnyObject {
    /// Name in files.
    var objectName: String { get }
    /// First parameter (lower bound or mean), second (upper bound or deviation), and the seed, as files hold them.
    var configuration: (first: Float, second: Float, seed: UInt64) { get }
    /// The next value.
    func next() -> Float
    /// The same stream from its beginning, as files hold it.
    func restarted() -> any ValueGenerator
    /// Everything that the next values depend on.
    var state: [UInt64] { get }
    /// Goes on from a saved state; false if the words cannot be one.
    func restore(_ state: [UInt64]) -> Bool
}

/// Thresholds from U(low, high).
public final class UniformDistributionGenerator: ValueGenerator {
    private let low: Float
    private let high: Float
    private let seed: UInt64
    private var generator: MersenneTwister64

    /// A stream with its own generator.
    public init(low: Float = 0, high: Float = 1, seed: UInt64 = 1) {
        self.low = low
        self.high = high
        self.seed = seed
        generator = MersenneTwister64(seed: seed)
    }

    public var objectName: String { "UniformDistributionGenerator_fp32" }
    public var configuration: (first: Float, second: Float, seed: UInt64) { (low, high, seed) }
    public func restarted() -> any ValueGenerator { UniformDistributionGenerator(low: low, high: high, seed: seed) }
    public func next() -> Float { generator.uniformFloat() * (high - low) + low }
    public var state: [UInt64] { generator.savedState }
    public func restore(_ state: [UInt64]) -> Bool {
        guard let saved = MersenneTwister64(savedState: state) else { return false }
        generator = saved
        return true
    }
}

/// Thresholds from N(mean, deviation), in single precision by Marsaglia's polar method.
public final class NormalDistributionGenerator: ValueGenerator {
    private let mean: Float
    private let deviation: Float
    private let seed: UInt64
    private var generator: MersenneTwister64
    private var saved: Float?

    /// A stream with its own generator.
    public init(mean: Float = 0, deviation: Float = 1, seed: UInt64 = 1) {
        self.mean = mean
        self.deviation = deviation
        self.seed = seed
        generator = MersenneTwister64(seed: seed)
    }

    public var objectName: String { "NormalDistributionGenerator_fp32" }
    public var configuration: (first: Float, second: Float, seed: UInt64) { (mean, deviation, seed) }
    public func restarted() -> any ValueGenerator {
        NormalDistributionGenerator(mean: mean, deviation: deviation, seed: seed)
    }

    public func next() -> Float {
        if let value = saved {
            saved = nil
            return value * deviation + mean
        }
        while true {
            let x = 2 * generator.uniformFloat() - 1
            let y = 2 * generator.uniformFloat() - 1
            let r = x * x + y * y
            guard r <= 1, r != 0 else { continue }
            let k = (-2 * logf(r) / r).squareRoot()
            saved = x * k
            return y * k * deviation + mean
        }
    }

    public var state: [UInt64] {
        generator.savedState + [saved == nil ? 0 : 1, UInt64((saved ?? 0).bitPattern)]
    }

    public func restore(_ state: [UInt64]) -> Bool {
        guard state.count > 2, let words = MersenneTwister64(savedState: Array(state.dropLast(2))),
            let pattern = UInt32(exactly: state[state.count - 1])
        else { return false }
        generator = words
        saved = state[state.count - 2] == 1 ? Float(bitPattern: pattern) : nil
        return true
    }
}
