import BinaryBrain

/// The binary modulation around the net (manual §1.4.3).
public struct ModulationSpecification: Sendable, Hashable {
    /// Oversampling while training.
    public var train: Int
    /// Oversampling while testing.
    public var test: Int
    /// How thresholds are chosen.
    public var method: ModulationMethod
    /// Whether numbers at the end of the net are averaged over frames; the original counts positive ones as bits.
    public var averagesReals: Bool

    /// A modulation.
    public init(train: Int, test: Int, method: ModulationMethod = .pwm, averagesReals: Bool = true) {
        self.train = train
        self.test = test
        self.method = method
        self.averagesReals = averagesReals
    }

    /// Reads `{ train: 7, test: 7, method: pwm, average_reals: true }`; `test` is `train`, `method` is pwm and `average_reals` is
    /// true where they are missing.
    init(_ value: SpecificationValue) throws {
        let fields = try value.fields(allowed: ["train", "test", "method", "average_reals"], of: "modulation")
        guard let trainField = fields["train"] else {
            throw value.error("modulation needs train, which is missing", "write modulation: { train: 7 }")
        }
        let sizes = 1...RealToBinary.maximumModulationSize
        train = try trainField.integer(sizes)
        test = try fields["test"]?.integer(sizes) ?? train
        let word = try fields["method"]?.choice(ModulationMethod.allCases.map(\.rawValue))
        method = word.flatMap(ModulationMethod.init(rawValue:)) ?? .pwm
        averagesReals = try fields["average_reals"]?.flag() ?? true
    }
}
