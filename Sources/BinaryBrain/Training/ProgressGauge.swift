/// Notices when a figure that is measured once an epoch stops getting better.
public struct ProgressGauge: Sendable, Hashable {
    /// The best value; nil before the first.
    public private(set) var best: Double?
    /// Epochs since then.
    public private(set) var epochsSinceBest = 0

    /// Nothing is measured yet.
    public init() {}

    /// Goes on from a saved state.
    public init(best: Double?, epochsSinceBest: Int) {
        self.best = best
        self.epochsSinceBest = epochsSinceBest
    }

    /// Notes the value of an epoch, of which the smaller is the better: give an accuracy with a minus sign. One that is not finite
    /// is never better.
    /// - Parameter change: by how much it must be better than the best to count.
    public mutating func note(_ value: Double, change: Double = 0) {
        if value.isFinite, best.map({ value < $0 - change }) ?? true {
            best = value
            epochsSinceBest = 0
        } else {
            epochsSinceBest += 1
        }
    }

    /// Begins to count anew; the best stays.
    public mutating func restartCount() { epochsSinceBest = 0 }
}
