/// Thresholds at given numbers, one a bit of depth; a number gives a one if it is above.
public struct ListedThresholds: ThresholdRule {
    /// Where they lie.
    public let numbers: [Float]

    /// Numbers that a list may have.
    public static let sizes = 1...256

    /// Thresholds at these numbers.
    public init(_ numbers: [Float]) { self.numbers = numbers }
    /// Thresholds at these numbers.
    public init?(numbers: [Float]) { self.init(numbers) }

    public static var fileNumber: Int? { 1 }

    public func depth(given: Int) throws -> Int {
        guard Self.sizes.contains(numbers.count), given == 1 || given == numbers.count, numbers.allSatisfy(\.isFinite)
        else {
            throw BrainError(
                .parameter, what: "RealToBinary", why: "\(numbers.count) thresholds are not those of depth \(given)",
                remedy: "give 1 to 256 finite thresholds, and leave depth_modulation_size out")
        }
        return numbers.count
    }

    public func thresholds(depth: Int, low: Float, high: Float) -> [Float] { numbers.map(\.nextUp) }

    /// What is known of the rule.
    public static let card = TrainingCard<any ThresholdRule>(
        "listed", "at given numbers", fields: [LayerField(required: "at", .numbers(sizes), "the thresholds")]
    ) { fields in ListedThresholds(fields.numbers("at")) }
}

extension ThresholdRule where Self == ListedThresholds {
    /// At these numbers, one a bit of depth.
    public static func listed(_ numbers: [Float]) -> Self { Self(numbers) }
}
