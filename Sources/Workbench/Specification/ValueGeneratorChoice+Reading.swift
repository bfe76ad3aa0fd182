import BinaryBrain

extension ValueGeneratorChoice {
    /// Reads `pwm`, `uniform`, `{ uniform: { low: 0, high: 1, seed: 1 } }` or `{ normal: { mean: 0.5, deviation: 0.25 } }`.
    init(_ value: SpecificationValue) throws {
        let (name, given) = try value.nameAndFields("value_generator")
        func fields(_ allowed: [String]) throws -> [String: SpecificationValue] {
            try given?.fields(allowed: allowed, of: name.text()) ?? [:]
        }
        switch try name.choice(Self.names) {
        case "uniform":
            let fields = try fields(["low", "high", "seed"])
            let (low, high) = (try fields["low"]?.number(-1e6...1e6) ?? 0, try fields["high"]?.number(-1e6...1e6) ?? 1)
            guard low < high else { throw value.error("\(low) is not below \(high)", "give low below high") }
            self = .uniform(low: Float(low), high: Float(high), seed: try fields["seed"]?.seed())
        case "normal":
            let fields = try fields(["mean", "deviation", "seed"])
            self = .normal(
                mean: Float(try fields["mean"]?.number(-1e6...1e6) ?? 0.5),
                deviation: Float(try fields["deviation"]?.number(1e-6...1e6) ?? 0.25), seed: try fields["seed"]?.seed())
        default:
            _ = try fields([])
            self = .pulseWidth
        }
    }
}
