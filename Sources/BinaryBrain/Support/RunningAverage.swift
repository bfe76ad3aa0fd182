/// A weighted average that is collected piece by piece, such as the loss of an epoch.
public struct RunningAverage: Sendable, Hashable {
    /// Sum of weight · value.
    public var sum: Double
    /// Sum of the weights: frames, pixels or targets, as its owner counts.
    public var weight: Double

    /// An average of nothing, or one that continues from a saved sum.
    public init(sum: Double = 0, weight: Double = 0) {
        self.sum = sum
        self.weight = weight
    }

    /// Adds a sum over things that weigh `weight` together.
    public mutating func add(_ sum: Double, weight: Double) {
        self.sum += sum
        self.weight += weight
    }

    /// The average; 0 as long as there is nothing to average.
    public var value: Double { weight == 0 ? 0 : sum / weight }
}
