import Foundation

/// Maps values to 0…1, evenly or by their logarithm.
struct Axis: Hashable, Sendable {
    let lower: Double
    let upper: Double
    let isLogarithmic: Bool

    /// An axis over `range`; an empty range is widened. A logarithmic axis needs a positive lower end: the smallest positive
    /// value that is drawn. Values below it, zero too, are drawn at its lower end.
    init(_ range: ClosedRange<Double>, logarithmic: Bool = false) {
        isLogarithmic = logarithmic && range.upperBound > 0
        var low = range.lowerBound
        var high = range.upperBound
        if isLogarithmic {
            if low <= 0 { low = high / 1000 }
            if high / low < 1.001 { (low, high) = (low / 1.1, high * 1.1) }
        } else if high - low <= abs(high) * 1e-6 {
            let margin = max(abs(high) * 0.05, 1e-6)
            (low, high) = (low - margin, high + margin)
        }
        lower = low
        upper = high
    }

    /// Where `value` lies: 0 at the lower end, 1 at the upper; outside values are moved to the nearer end.
    func position(_ value: Double) -> Double {
        let clamped = min(max(value, lower), upper)
        return isLogarithmic ? log(clamped / lower) / log(upper / lower) : (clamped - lower) / (upper - lower)
    }

    /// The value that lies at `position`, 0…1.
    func value(at position: Double) -> Double {
        isLogarithmic ? lower * pow(upper / lower, position) : lower + (upper - lower) * position
    }

    /// Round numbers within the axis, at most `count` of them: multiples of 1, 2 or 5 times a power of ten; powers of ten,
    /// and 2 and 5 times them where there is room, on a logarithmic axis.
    func ticks(atMost count: Int) -> [Double] {
        guard count > 0 else { return [] }
        return isLogarithmic ? logarithmicTicks(count) : linearTicks(count)
    }

    private func linearTicks(_ count: Int) -> [Double] {
        let rough = (upper - lower) / Double(count)
        let magnitude = pow(10, floor(log10(rough)))
        for step in [1, 2, 5, 10, 20, 50].map({ $0 * magnitude }) {
            let first = (lower / step - 1e-6).rounded(.up)
            let last = (upper / step + 1e-6).rounded(.down)
            if last < first { break }
            if last - first + 1 <= Double(count) {
                return stride(from: first, through: last, by: 1).map { $0 * step }
            }
        }
        return []
    }

    private func logarithmicTicks(_ count: Int) -> [Double] {
        let decades = Int(floor(log10(lower)))...Int(ceil(log10(upper)))
        for factors in [[1.0, 2, 5], [1.0]] {
            let all: [Double] = decades.flatMap { decade in factors.map { factor in factor * pow(10, Double(decade)) } }
            let candidates = all.filter { $0 >= lower * (1 - 1e-6) && $0 <= upper * (1 + 1e-6) }
            if candidates.count <= count && candidates.count >= 2 { return candidates }
            if factors.count == 1 && candidates.count > count {
                let skip = (candidates.count + count - 1) / count
                return stride(from: 0, to: candidates.count, by: skip).map { candidates[$0] }
            }
        }
        return Axis(lower...upper).linearTicks(count)
    }
}
