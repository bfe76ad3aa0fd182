/// Thresholds at the quantiles t/(T + 1) of each number of a sample over the training set (Bacellar et al., 2024): every bit of a
/// number says as much as the others. A number gives a one if it is above.
public struct DistributiveThresholds: ThresholdRule {
    /// The rule.
    public init() {}
    /// The rule, of no numbers.
    public init?(numbers: [Float]) { if !numbers.isEmpty { return nil } }

    public static var fileNumber: Int? { 2 }
    public var takesData: Bool { true }

    public func thresholds(ofSorted values: [Float], depth: Int) -> [Float] {
        (1...depth).map { place in
            // The smallest number of the set that so many are not above.
            values[(place * values.count + depth) / (depth + 1) - 1].nextUp
        }
    }

    /// What is known of the rule.
    public static let card = TrainingCard<any ThresholdRule>(
        "distributive", "at quantiles of each number over the training set"
    ) { _ in DistributiveThresholds() }
}

extension ThresholdRule where Self == DistributiveThresholds {
    /// At quantiles of each number over the training set.
    public static var distributive: Self { Self() }
}
