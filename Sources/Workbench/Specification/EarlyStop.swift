import BinaryBrain

/// When a training ends before its last epoch: once a figure of the held-out part (validation, or the test set without one) has not
/// improved for some epochs.
public struct EarlyStop: Sendable, Hashable {
    /// Which figure.
    public enum Figure: String, Sendable, Hashable, CaseIterable {
        /// The loss.
        case loss
        /// The metric.
        case metric
    }

    /// Epochs to wait for a better one.
    public var patience: Int
    /// Which figure counts.
    public var figure: Figure
    /// By how much it must be better than the best to count.
    public var change: Double

    /// Reads `{ patience: 5, of: loss, change: 0 }`.
    init(_ value: SpecificationValue) throws {
        let fields = try value.fields(allowed: ["patience", "of", "change"], of: "stop_early")
        guard let given = fields["patience"] else {
            throw value.error("stop_early needs patience, which is missing", "write stop_early: { patience: 5 }")
        }
        patience = try given.integer(1...1_000_000)
        figure =
            try fields["of"].map { try $0.choice(Figure.allCases.map(\.rawValue)) }.flatMap(Figure.init(rawValue:))
            ?? .loss
        change = try fields["change"]?.number(0...1e6) ?? 0
    }

    /// The figure as a number of which the smaller is the better.
    func value(of measurement: JournalRecord.Measurement) -> Double {
        switch figure {
        case .loss: measurement.loss
        case .metric: measurement.kind.better.costSign * measurement.metric
        }
    }
}
