import BinaryBrain

/// How RealToBinary chooses its thresholds (manual §6.2.4.1): by the pulse-width code, or by one of the generators that
/// `EncoderRegistry` knows, with its defaults.
public struct ModulationMethod: RawRepresentable, Sendable, Hashable, Codable {
    /// The name of the generator, or `pwm`.
    public let rawValue: String

    /// The method of this name; nil if there is none.
    public init?(rawValue: String) {
        guard Self.allCases.contains(where: { $0.rawValue == rawValue }) else { return nil }
        self.rawValue = rawValue
    }

    private init(_ name: String) { rawValue = name }

    /// Evenly spaced thresholds: the pulse width carries the value.
    public static let pwm = Self("pwm")
    /// Thresholds drawn from U(0, 1).
    public static let uniform = Self(UniformDistributionGenerator.card.name)
    /// Thresholds drawn from N(0.5, 0.25).
    public static let normal = Self(NormalDistributionGenerator.card.name)

    /// A stream of thresholds for this rule; nil for the pulse-width code.
    func makeGenerator(seed: UInt64) -> (any ValueGenerator)? {
        EncoderRegistry.valueGenerators.first { $0.card.name == rawValue }.map {
            CardChoice($0.card).make(defaultSeed: seed)
        }
    }
}

extension ModulationMethod: CaseIterable {
    /// The pulse-width code, then every generator.
    public static var allCases: [Self] { [pwm] + EncoderRegistry.valueGenerators.map { Self($0.card.name) } }
}
