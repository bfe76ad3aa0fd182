/// What a stretch of a series holds: enough to draw it in one column of a plot without losing a spike.
public struct SeriesSummary: Sendable, Hashable {
    /// The first finite value; NaN if there is none.
    public private(set) var first = Float.nan
    /// The last finite value; NaN if there is none.
    public private(set) var last = Float.nan
    /// The smallest finite value; +∞ if there is none.
    public private(set) var lowest = Float.infinity
    /// The largest finite value; −∞ if there is none.
    public private(set) var highest = -Float.infinity
    /// The smallest finite value above zero; +∞ if there is none.
    public private(set) var lowestPositive = Float.infinity
    /// Whether some value is NaN or infinite.
    public private(set) var hasBrokenValue = false

    /// A stretch without values.
    public init() {}

    /// A stretch of some points.
    init(_ points: some Sequence<MetricHistory.Point>) { for point in points { add(point.value) } }

    /// Whether there is a finite value.
    public var isFinite: Bool { lowest <= highest }

    /// Makes the stretch one value longer.
    mutating func add(_ value: Float) {
        guard value.isFinite else {
            hasBrokenValue = true
            return
        }
        if first.isNaN { first = value }
        last = value
        lowest = min(lowest, value)
        highest = max(highest, value)
        if value > 0 { lowestPositive = min(lowestPositive, value) }
    }

    /// Makes the stretch longer by the one that follows it.
    mutating func append(_ next: SeriesSummary) {
        hasBrokenValue = hasBrokenValue || next.hasBrokenValue
        guard next.isFinite else { return }
        if first.isNaN { first = next.first }
        last = next.last
        lowest = min(lowest, next.lowest)
        highest = max(highest, next.highest)
        lowestPositive = min(lowestPositive, next.lowestPositive)
    }
}
