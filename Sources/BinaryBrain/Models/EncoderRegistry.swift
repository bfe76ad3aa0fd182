import Foundation

/// The kinds of encoders that experiment files, model files and checkpoints know: where a modulator's thresholds lie, and what draws
/// those that move; a line for each.
public enum EncoderRegistry {
    private static let lock = NSLock()

    /// Those of this package.
    nonisolated(unsafe) private static var rules: [any ThresholdRule.Type] = [
        UniformThresholds.self, DistributiveThresholds.self, ListedThresholds.self,
    ]
    /// Those of this package.
    nonisolated(unsafe) private static var generators: [any ValueGenerator.Type] = [
        UniformDistributionGenerator.self, NormalDistributionGenerator.self,
    ]

    /// Every rule for thresholds that stay where they are, those of this package first.
    public static var thresholdRules: [any ThresholdRule.Type] { lock.withLock { rules } }
    /// Every generator of thresholds, those of this package first.
    public static var valueGenerators: [any ValueGenerator.Type] { lock.withLock { generators } }

    /// Makes a rule of another package known, from now on.
    /// - Throws: `BrainError` if there is one of this name.
    public static func register(_ rule: any ThresholdRule.Type) throws {
        try lock.withLock {
            let name = rule.card.name
            guard !rules.contains(where: { $0.card.name == name }) else { throw BrainError.taken(name) }
            rules.append(rule)
        }
    }

    /// Makes a generator of another package known, from now on: to `value_generator`, to the modulation of an experiment and its command
    /// `modulation_method`, and to model files.
    /// - Throws: `BrainError` if there is one of this name, its object name is taken, or it is `pwm`, which draws nothing.
    public static func register(_ generator: any ValueGenerator.Type) throws {
        try lock.withLock {
            let name = generator.card.name
            let isTaken = generators.contains { $0.card.name == name || $0.objectName == generator.objectName }
            guard !isTaken, name != "pwm" else { throw BrainError.taken(name) }
            generators.append(generator)
        }
    }

    /// The generator whose objects in model files are called so.
    static func valueGenerator(ofObject name: String) -> (any ValueGenerator.Type)? {
        valueGenerators.first { $0.objectName == name }
    }
}
