import Workbench

/// What a series does within one dot column.
struct ColumnSummary: Hashable, Sendable {
    var first: Double
    var last: Double
    var lowest: Double
    var highest: Double
}

/// A series reduced to one summary a dot column: the extremes are kept, so a spike of one mini-batch in a million stays
/// visible.
struct Decimation: Sendable {
    /// The summary of each column; nil where the series has no finite value.
    private(set) var columns: [ColumnSummary?]
    /// Columns with a NaN or an infinity.
    private(set) var broken: [Bool]

    /// Reduces the points of `history` whose step lies on `axis` to `width` columns.
    init(_ history: MetricHistory, steps axis: StepAxis, width: Int) {
        columns = [ColumnSummary?](repeating: nil, count: max(0, width))
        broken = [Bool](repeating: false, count: max(0, width))
        guard width > 0 else { return }
        for index in axis.indices(of: history) {
            let point = history[index]
            let column = axis.column(of: point.step, width: width)
            let value = Double(point.value)
            guard value.isFinite else {
                broken[column] = true
                continue
            }
            if var summary = columns[column] {
                summary.last = value
                summary.lowest = min(summary.lowest, value)
                summary.highest = max(summary.highest, value)
                columns[column] = summary
            } else {
                columns[column] = ColumnSummary(first: value, last: value, lowest: value, highest: value)
            }
        }
    }
}

/// Exponential moving average with the weights of its beginning corrected: Σ (1 − α)^k x[i − k] / Σ (1 − α)^k with
/// α = 2 / (span + 1). NaN and infinities are skipped.
enum Smoothing {
    /// The average at the last finite point of each of `width` columns; nil in columns without one. The average is warmed up
    /// over four spans before the first visible step, so panning does not change the curve's shape.
    static func curve(_ history: MetricHistory, span: Int, steps axis: StepAxis, width: Int) -> [Double?] {
        var result = [Double?](repeating: nil, count: max(0, width))
        let visible = axis.indices(of: history)
        guard width > 0, !visible.isEmpty else { return result }
        let decay = 1 - 2 / (Double(span) + 1)
        var sum = 0.0
        var weights = 0.0
        for index in max(0, visible.lowerBound - 4 * span)..<visible.upperBound {
            let point = history[index]
            guard point.value.isFinite else { continue }
            sum = decay * sum + Double(point.value)
            weights = decay * weights + 1
            if index >= visible.lowerBound { result[axis.column(of: point.step, width: width)] = sum / weights }
        }
        return result
    }
}

/// The horizontal axis: which mini-batches are shown. A logarithmic one maps step s by log(s + 1), so that step 0 has a place.
struct StepAxis: Hashable, Sendable {
    let range: ClosedRange<Int>
    let isLogarithmic: Bool
    private let axis: Axis

    init(_ range: ClosedRange<Int>, logarithmic: Bool = false) {
        self.range = range.lowerBound == range.upperBound ? range.lowerBound...(range.upperBound + 1) : range
        isLogarithmic = logarithmic
        let shift = logarithmic ? 1.0 : 0
        axis = Axis(
            Double(self.range.lowerBound) + shift...Double(self.range.upperBound) + shift, logarithmic: logarithmic)
    }

    /// The indices of the points of `history` that are shown.
    func indices(of history: MetricHistory) -> Range<Int> {
        history.firstIndex(atOrAfter: range.lowerBound)..<history.firstIndex(atOrAfter: range.upperBound + 1)
    }

    /// The column, 0..<width, of a step.
    func column(of step: Int, width: Int) -> Int {
        Int((axis.position(Double(step) + (isLogarithmic ? 1 : 0)) * Double(width - 1)).rounded())
    }

    /// Round step numbers to label, at most `count`.
    func ticks(atMost count: Int) -> [Int] {
        if isLogarithmic {
            let candidates = axis.ticks(atMost: count).map { Int($0) }.filter(range.contains)
            return candidates
        }
        return axis.ticks(atMost: count).map { Int($0) }
    }
}
