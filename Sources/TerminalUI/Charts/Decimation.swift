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

    /// Reduces the points of `history` whose step lies on `axis` to `width` columns. What it reads is bounded by the width,
    /// not by the length of the run.
    init(_ history: MetricHistory, steps axis: StepAxis, width: Int) {
        self.init(history, ranges: axis.columnRanges(of: history, width: width))
    }

    /// Reduces each range of the points of `history` to a column.
    init(_ history: MetricHistory, ranges: [Range<Int>]) {
        let summaries = ranges.map(history.summary)
        broken = summaries.map(\.hasBrokenValue)
        columns = summaries.map { summary in
            guard summary.isFinite else { return nil }
            return ColumnSummary(
                first: Double(summary.first), last: Double(summary.last), lowest: Double(summary.lowest),
                highest: Double(summary.highest))
        }
    }
}

/// Exponential moving average with the weights of its beginning corrected: Σ (1 − α)^k x[i − k] / Σ (1 − α)^k with
/// α = 2 / (span + 1). NaN and infinities are skipped.
enum Smoothing {
    /// The average at the last finite point of each of `width` columns; nil in columns without one. The average is warmed up
    /// over four spans, so panning does not change the curve's shape, and what a long run costs is bounded by its width on
    /// the screen.
    static func curve(_ history: MetricHistory, span: Int, steps axis: StepAxis, width: Int) -> [Double?] {
        curve(history, span: span, ranges: axis.columnRanges(of: history, width: width))
    }

    /// The average at the last finite point of each range, in order.
    static func curve(_ history: MetricHistory, span: Int, ranges: [Range<Int>]) -> [Double?] {
        var average = Average(span: span)
        var position: Int?
        return zip(ranges, reads(for: ranges, span: span)).map { range, reads in
            guard !range.isEmpty else { return nil }
            if reads.lowerBound != position { average = Average(span: span) }
            var value: Double?
            for index in reads {
                let isFinite = average.add(history[index].value)
                if isFinite && index >= range.lowerBound { value = average.value }
            }
            position = reads.upperBound
            return value
        }
    }

    /// The points that are averaged for each range: those that warm the average up, or those since the range before.
    static func reads(for ranges: [Range<Int>], span: Int) -> [Range<Int>] {
        // Where the next point to be averaged stands; −1 before the first.
        var position = -1
        return ranges.map { range in
            guard !range.isEmpty else { return 0..<0 }
            let start = max(position, range.upperBound - 1 - Average.warmUp * span, 0)
            position = range.upperBound
            return start..<range.upperBound
        }
    }

    /// The average at the last point at or before a step; nil if there is no finite value before it.
    static func value(_ history: MetricHistory, span: Int, atOrBefore step: Int) -> Double? {
        let end = history.firstIndex(atOrAfter: step + 1)
        var average = Average(span: span)
        var value: Double?
        for index in max(0, end - 1 - Average.warmUp * span)..<max(0, end) where average.add(history[index].value) {
            value = average.value
        }
        return value
    }

    private struct Average {
        /// Spans after which the beginning no longer shows (e⁻⁸).
        static let warmUp = 4
        private let decay: Double
        private var sum = 0.0
        private var weights = 0.0

        init(span: Int) { decay = 1 - 2 / (Double(span) + 1) }

        var value: Double { sum / weights }

        /// Adds a value; false, and nothing done, if it is NaN or infinite.
        mutating func add(_ value: Float) -> Bool {
            guard value.isFinite else { return false }
            sum = decay * sum + Double(value)
            weights = decay * weights + 1
            return true
        }
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

    /// The indices of the points of `history` in each of `width` columns.
    func columnRanges(of history: MetricHistory, width: Int) -> [Range<Int>] {
        let visible = indices(of: history)
        guard width > 0, !visible.isEmpty else { return [Range<Int>](repeating: 0..<0, count: max(0, width)) }
        var start = visible.lowerBound
        return (0..<width).map { column in
            let rest = start..<visible.upperBound
            let end = history.firstIndex(in: rest) { self.column(of: $0, width: width) > column }
            defer { start = end }
            return start..<end
        }
    }

    /// The column, 0..<width, of a step.
    func column(of step: Int, width: Int) -> Int {
        Int((axis.position(Double(step) + (isLogarithmic ? 1 : 0)) * Double(width - 1)).rounded())
    }

    /// The step in the middle of a column.
    func step(atColumn column: Int, width: Int) -> Int {
        let share = Double(min(max(0, column), max(0, width - 1))) / Double(max(1, width - 1))
        return Int((axis.value(at: share) - (isLogarithmic ? 1 : 0)).rounded())
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

extension MetricHistory {
    /// The newest point whose step is not beyond `step`.
    func last(atOrBefore step: Int) -> Point? {
        let end = firstIndex(atOrAfter: step + 1)
        return end > 0 ? self[end - 1] : nil
    }
}
