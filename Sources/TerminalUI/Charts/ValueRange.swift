import Foundation
import Workbench

/// How the value axis of a plot is chosen.
enum ValueScale: CaseIterable, Hashable, Sendable {
    /// Evenly, over the values but for outliers.
    case linear
    /// By the logarithm, over the values but for outliers.
    case logarithmic
    /// Evenly, over all values.
    case all

    /// What the key that walks through them says.
    var title: String {
        switch self {
        case .linear: "linear"
        case .logarithmic: "logarithmic"
        case .all: "linear, with outliers"
        }
    }
}

/// The values of a plot: all, and those that are no outliers.
///
/// An outlier of a series lies beyond its middle 96 % by more than one and a half times their width: one mini-batch at a hundred
/// times the loss must not flatten all others.
struct ValueRange: Sendable {
    /// The smallest and largest finite value; nil without any.
    private(set) var all: ClosedRange<Double>?
    /// The smallest value above zero; nil without any.
    private(set) var lowestPositive: Double?
    /// The smallest and largest value that is no outlier; nil without any.
    private(set) var usual: ClosedRange<Double>?

    private static let bucketCount = 256
    private static let tail = 0.02
    private static let reach = 1.5
    /// A series that hardly moves has no outliers within this share of its value.
    private static let smallestWidth = 0.05

    /// Adds the part of a series that an axis shows. What it reads is bounded, however long the run.
    mutating func add(_ history: MetricHistory, on steps: StepAxis, logarithmic: Bool) {
        let indices = steps.indices(of: history)
        let size = max(1, (indices.count + Self.bucketCount - 1) / Self.bucketCount)
        let buckets = stride(from: indices.lowerBound, to: indices.upperBound, by: size).map {
            history.summary(of: $0..<min($0 + size, indices.upperBound))
        }.filter(\.isFinite)
        guard let low = buckets.map(\.lowest).min(), let high = buckets.map(\.highest).max() else { return }
        let whole = Double(low)...Double(high)
        all = Self.union(all, whole)
        let positive = buckets.map { Double($0.lowestPositive) }.min() ?? .infinity
        if positive.isFinite { lowestPositive = min(lowestPositive ?? positive, positive) }
        let scale = { (value: Double) in logarithmic ? log10(max(value, positive)) : value }
        let lows = buckets.map { scale(Double($0.lowest)) }.sorted()
        let highs = buckets.map { scale(Double($0.highest)) }.sorted()
        // Of few values none can be told to be odd.
        let cut = buckets.count < 8 ? 0 : max(1, Int(Double(buckets.count) * Self.tail))
        let (bottom, top) = (lows[cut], highs[highs.count - 1 - cut])
        let width = max(top - bottom, logarithmic ? Self.smallestWidth : abs(top) * Self.smallestWidth) * Self.reach
        let unscale = { (value: Double) in logarithmic ? pow(10, value) : value }
        let (least, most) = cut == 0 ? (lows[0], highs[highs.count - 1]) : (bottom - width, top + width)
        // The ends are values, not the limits that they keep.
        let usualLow = lows.first { $0 >= least } ?? bottom
        let usualHigh = highs.last { $0 <= most } ?? top
        usual = Self.union(usual, unscale(min(usualLow, usualHigh))...unscale(max(usualLow, usualHigh)))
    }

    private static func union(_ a: ClosedRange<Double>?, _ b: ClosedRange<Double>) -> ClosedRange<Double> {
        a.map { min($0.lowerBound, b.lowerBound)...max($0.upperBound, b.upperBound) } ?? b
    }
}
