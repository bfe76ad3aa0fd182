import Foundation

/// Thresholds from N(mean, deviation), in single precision.
public final class NormalDistributionGenerator: ValueGenerator {
    private let mean: Float
    private let deviation: Float
    private let seed: UInt64
    private var generator: MersenneTwister64
    private var polar = PolarMethod<Float>()

    /// A stream with its own generator.
    public init(mean: Float = 0, deviation: Float = 1, seed: UInt64 = 1) {
        self.mean = mean
        self.deviation = deviation
        self.seed = seed
        generator = MersenneTwister64(seed: seed)
    }

    /// A stream of these: mean, deviation and seed.
    public convenience init(first: Float, second: Float, seed: UInt64) {
        self.init(mean: first, deviation: second, seed: seed)
    }

    public static var objectName: String { "NormalDistributionGenerator_fp32" }
    public var configuration: (first: Float, second: Float, seed: UInt64) { (mean, deviation, seed) }

    public func next() -> Float {
        polar.next(logarithm: logf) { generator.uniformFloat() } * deviation + mean
    }

    public var state: [UInt64] {
        generator.savedState + [polar.saved == nil ? 0 : 1, UInt64((polar.saved ?? 0).bitPattern)]
    }

    public func restore(_ state: [UInt64]) -> Bool {
        guard state.count > 2, let words = MersenneTwister64(savedState: Array(state.dropLast(2))),
            let pattern = UInt32(exactly: state[state.count - 1])
        else { return false }
        generator = words
        polar.saved = state[state.count - 2] == 1 ? Float(bitPattern: pattern) : nil
        return true
    }
}

extension NormalDistributionGenerator {
    /// What is known of the class.
    public static let card = TrainingCard<any ValueGenerator>(
        "normal", "thresholds from N(mean, deviation)",
        fields: [.number("mean", 0.5, "their mean"), .number("deviation", 1e-6...1e6, 0.25, "their deviation"), .seed]
    ) { fields in
        NormalDistributionGenerator(
            mean: fields.number("mean"), deviation: fields.number("deviation"), seed: fields.seed)
    }
}
