import BinaryBrain

extension CardChoice<any ThresholdRule> {
    /// Reads `uniform`, `distributive`, or what another rule is called and made of; a list of numbers is short for `listed`.
    init(_ value: SpecificationValue) throws {
        if case .sequence = value.node {
            self.init(ListedThresholds.card, ["at": .numbers(try value.numbers(ListedThresholds.sizes))])
            return
        }
        try self.init(value, among: EncoderRegistry.thresholdRules.map { $0.card }, "thresholds")
    }
}

extension CardChoice<any ValueGenerator> {
    /// Reads `uniform`, `{ uniform: { low: 0, high: 1, seed: 1 } }` or what another generator is called and made of; nil for `pwm`.
    static func unlessPulseWidth(_ value: SpecificationValue) throws -> Self? {
        let known = EncoderRegistry.valueGenerators.map { $0.card }
        let (name, given) = try value.nameAndFields("value_generator")
        guard try name.choice(["pwm"] + known.map(\.name)) == "pwm" else {
            return try Self(value, among: known, "value_generator")
        }
        _ = try given?.fields(allowed: [], of: "pwm")
        return nil
    }
}
