/// Where the thresholds of a modulator come from: the manual's `value_generator`, as experiment files have it.
public enum ValueGeneratorChoice: Sendable, Hashable {
    /// The mid-points (i + 0.5)/M of the pulse-width code.
    case pulseWidth
    /// U(low, high); the seed of the experiment if none is given.
    case uniform(low: Float, high: Float, seed: UInt64?)
    /// N(mean, deviation); the seed of the experiment if none is given.
    case normal(mean: Float, deviation: Float, seed: UInt64?)

    /// Names of the rules.
    public static let names = ["pwm", "uniform", "normal"]

    /// A stream from its beginning; nil for the pulse-width code.
    public func makeGenerator(defaultSeed: UInt64) -> (any ValueGenerator)? {
        switch self {
        case .pulseWidth: nil
        case .uniform(let low, let high, let seed):
            UniformDistributionGenerator(low: low, high: high, seed: seed ?? defaultSeed)
        case .normal(let mean, let deviation, let seed):
            NormalDistributionGenerator(mean: mean, deviation: deviation, seed: seed ?? defaultSeed)
        }
    }
}
