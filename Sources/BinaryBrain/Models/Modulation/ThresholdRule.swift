/// Where the thresholds of `RealToBinary` lie, those that stay in their places.
///
/// `EncoderRegistry` lists the rules; another package registers its own.
public protocol ThresholdRule: Sendable {
    /// Its name and fields in experiment files.
    static var card: TrainingCard<any ThresholdRule> { get }
    /// The number that model files have for it; nil for a rule that they call by its name.
    static var fileNumber: Int? { get }
    /// The rule of these numbers; nil if they cannot be its own.
    init?(numbers: [Float])
    /// All that it is made of, for model files.
    var numbers: [Float] { get }
    /// The bits of a number where `given` bits are asked for.
    /// - Throws: `BrainError` if it cannot give so many.
    func depth(given: Int) throws -> Int
    /// Whether it takes its thresholds from the numbers of a training set.
    var takesData: Bool { get }
    /// Whether its thresholds are those of the pulse-width code, which a modulator of several frames moves.
    var isPulseWidthCode: Bool { get }
    /// The smallest numbers that give a one, one a bit, for a rule that takes no data.
    func thresholds(depth: Int, low: Float, high: Float) -> [Float]
    /// The smallest numbers that give a one, one a bit, for one input number.
    /// - Parameter values: its values in the training set, in ascending order, at least one.
    func thresholds(ofSorted values: [Float], depth: Int) -> [Float]
}

extension ThresholdRule {
    /// Called by its name.
    public static var fileNumber: Int? { nil }
    /// None.
    public var numbers: [Float] { [] }
    /// As many.
    public func depth(given: Int) throws -> Int { given }
    /// It takes none.
    public var takesData: Bool { false }
    /// They stay where they are.
    public var isPulseWidthCode: Bool { false }
    /// None: it takes data.
    public func thresholds(depth: Int, low: Float, high: Float) -> [Float] { [] }
    /// None: it takes no data.
    public func thresholds(ofSorted values: [Float], depth: Int) -> [Float] { [] }
    /// Its name in files.
    public var name: String { Self.card.name }
}

/// Thresholds in the middle of equal parts of the input range: (t − ½)/T of it.
public struct UniformThresholds: ThresholdRule {
    /// The rule.
    public init() {}
    /// The rule, of no numbers.
    public init?(numbers: [Float]) { if !numbers.isEmpty { return nil } }

    public static var fileNumber: Int? { 0 }
    public var isPulseWidthCode: Bool { true }
    public func thresholds(depth: Int, low: Float, high: Float) -> [Float] {
        PulseWidthThresholds(frameSize: 1, depthSize: depth, low: low, high: high).values
    }

    /// What is known of the rule.
    public static let card = TrainingCard<any ThresholdRule>(
        "uniform", "in the middle of equal parts of the input range"
    ) { _ in UniformThresholds() }
}

extension ThresholdRule where Self == UniformThresholds {
    /// In the middle of equal parts of the input range.
    public static var uniform: Self { Self() }
}
