/// What the metric measures, and so in which direction it is better.
public enum MetricKind: String, Sendable, Codable {
    /// Share of right answers, 0…1, higher is better.
    case accuracy
    /// Mean squared error, lower is better.
    case mse
}
