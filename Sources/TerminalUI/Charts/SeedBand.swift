import Workbench

/// Several runs that differ in their seed alone as three lines: their mean, and the lowest and the highest of them at each step.
struct SeedBand {
    let mean: MetricHistory
    let lowest: MetricHistory
    let highest: MetricHistory

    /// Places at which the runs are read.
    private static let placeCount = 400
    /// Points of a run that are averaged at a place: a single mini-batch says little.
    private static let pointCount = 8

    /// The lines as far as all runs have come.
    init(_ runs: [MetricHistory]) {
        var (mean, lowest, highest) = (MetricHistory(), MetricHistory(), MetricHistory())
        let end = runs.map { $0.last?.step ?? 0 }.min() ?? 0
        let begin = runs.map { $0.first?.step ?? 0 }.max() ?? 0
        let places = end >= begin && !runs.isEmpty ? min(Self.placeCount, end - begin + 1) : 0
        for place in 0..<places {
            let step = begin + (places > 1 ? place * (end - begin) / (places - 1) : 0)
            let values = runs.compactMap { Self.value($0, at: step) }
            guard values.count == runs.count, let low = values.min(), let high = values.max() else { continue }
            mean.append(step: step, value: values.reduce(0, +) / Float(values.count))
            lowest.append(step: step, value: low)
            highest.append(step: step, value: high)
        }
        (self.mean, self.lowest, self.highest) = (mean, lowest, highest)
    }

    /// The mean of a run's last points up to a step; nil if one of them is not finite.
    private static func value(_ run: MetricHistory, at step: Int) -> Float? {
        let end = run.firstIndex(atOrAfter: step + 1)
        let begin = max(0, end - pointCount)
        guard begin < end else { return nil }
        let sum = (begin..<end).reduce(Float(0)) { $0 + run[$1].value } / Float(end - begin)
        return sum.isFinite ? sum : nil
    }
}
