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

    /// A stream of these: bounds and seed.
    public convenience init(first: Float, second: Float, seed: UInt64) {
        self.init(low: first, high: second, seed: seed)
    }

    public static var objectName: String { "UniformDistributionGenerator_fp32" }
    public var configuration: (first: Float, second: Float, seed: UInt64) { (low, high, seed) }
    public func next() -> Float { generator.uniformFloat() * (high - low) + low }
    public var state: [UInt64] { generator.savedState }
    public func restore(_ state: [UInt64]) -> Bool {
        guard let saved = MersenneTwister64(savedState: state) else { return false }
        generator = saved
        return true
    }
}

extension UniformDistributionGenerator {
    /// What is known of the class.
    public static let card = TrainingCard<any ValueGenerator>(
        "uniform", "thresholds from U(low, high)",
        fields: [.number("low", 0, "the lower bound"), .number("high", 1, "the upper bound"), .seed]
    ) { fields in
        let (low, high) = (fields.number("low"), fields.number("high"))
        guard low < high else {
            throw BrainError(
                .parameter, what: "uniform thresholds", why: "\(low) is not below \(high)",
                remedy: "give low below high")
        }
        return UniformDistributionGenerator(low: low, high: high, seed: fields.seed)
    }
}
