import Foundation
import Workbench

/// The pictures of a sweep, as SVG: quality over a price with the front of those that no other beats, and curves with bands.
public struct SweepPictures {
    private let outcome: SweepOutcome
    private var metricName: String { "\(outcome.sweep.part.rawValue) \(outcome.sweep.metric.name)" }

    /// Rows that can be told apart by colour.
    private static let rowLimit = 8
    /// Points beyond which names would lie over one another.
    private static let nameLimit = 24

    public init(_ outcome: SweepOutcome) { self.outcome = outcome }

    private func text(_ value: Double) -> String {
        outcome.sweep.metric.isShare ? NumberText.percent(value) : NumberText.tick(value)
    }

    /// An axis with some room on both sides.
    private func axis(_ low: Double, _ high: Double, logarithmic: Bool = false) -> Axis {
        guard !logarithmic else { return Axis(low / 1.15...high * 1.15, logarithmic: true) }
        let margin = max((high - low) * 0.08, abs(high) * 0.01, 1e-9)
        return Axis(low - margin...high + margin)
    }

    /// A point a row, its seeds as a line upright; nil if fewer than two points have the price.
    public func scatter(_ price: SweepOutcome.Price) -> String? {
        let points = outcome.rows.compactMap { row in row.price(price).map { (row: row, price: $0) } }.filter {
            // Of a halted training it is not known how good it would have become.
            $0.price.mean > 0 && $0.row.metric.mean.isFinite && $0.row.isComplete
        }
        guard points.count > 1, let low = points.map(\.row.metric.lowest).min(),
            let high = points.map(\.row.metric.highest).max(), let least = points.map(\.price.mean).min(),
            let most = points.map(\.price.mean).max()
        else { return nil }
        let plane = SVGSheet.Plane(
            horizontal: axis(least, most, logarithmic: most > 4 * least), vertical: axis(low, high))
        var sheet = SVGSheet()
        sheet.frame(
            plane, title: "\(metricName): mean over the seeds, lowest to highest; line: those that no other beats",
            horizontal: price.title, valueText: text)
        let front = outcome.front(price)
        sheet.line(
            front.compactMap { row in row.price(price).map { (plane.x($0.mean), plane.y(row.metric.mean)) } },
            SVGSheet.colors[1], dash: "6 3")
        let names = Set(front.map(\.label))
        for (row, cost) in points {
            let (x, y) = (plane.x(cost.mean), plane.y(row.metric.mean))
            let color = SVGSheet.colors[names.contains(row.label) ? 1 : 0]
            sheet.line([(x, plane.y(row.metric.lowest)), (x, plane.y(row.metric.highest))], color, width: 1)
            sheet.disc(
                x, y, color,
                title: "\(row.label): \(text(row.metric.mean)), \(NumberText.tick(cost.mean)) \(price.title)")
            if names.contains(row.label) || points.count <= Self.nameLimit {
                let isRight = x > SVGSheet.width * 0.7
                sheet.text(row.label, isRight ? x - 7 : x + 7, y - 6, color, anchor: isRight ? "end" : "start")
            }
        }
        return sheet.svg
    }

    /// The metric after each epoch: means as lines, from the lowest to the highest seed as bands; nil before two epochs.
    public var bands: String? {
        let sign = outcome.sweep.metric.better.costSign
        let best = outcome.rows.filter { $0.band.count > 1 }.sorted { sign * $0.metric.mean < sign * $1.metric.mean }
        let rows = best.prefix(Self.rowLimit)
        let values = rows.flatMap(\.band).map(\.metric)
        guard let low = values.map(\.lowest).filter(\.isFinite).min(),
            let high = values.map(\.highest).filter(\.isFinite).max(),
            let first = rows.flatMap(\.band).map(\.step).min(), let last = rows.flatMap(\.band).map(\.step).max(),
            last > first
        else { return nil }
        let plane = SVGSheet.Plane(
            horizontal: Axis(Double(first)...Double(last)), vertical: axis(low, high), right: 220)
        var sheet = SVGSheet()
        let rest = best.count > rows.count ? ", the best \(rows.count) of \(best.count)" : ""
        sheet.frame(
            plane, title: "\(metricName) after each epoch: mean, and from the lowest to the highest seed\(rest)",
            horizontal: "mini-batches", valueText: text)
        for (index, row) in rows.enumerated() {
            let color = SVGSheet.colors[index]
            let points = row.band.filter { $0.metric.lowest.isFinite && $0.metric.highest.isFinite }
            let upper = points.map { (x: plane.x(Double($0.step)), y: plane.y($0.metric.highest)) }
            let lower = points.map { (x: plane.x(Double($0.step)), y: plane.y($0.metric.lowest)) }
            sheet.area(upper + lower.reversed(), color)
            sheet.line(points.map { (plane.x(Double($0.step)), plane.y($0.metric.mean)) }, color)
            let y = plane.top + 12 + Double(index) * 18
            sheet.line([(SVGSheet.width - 208, y), (SVGSheet.width - 188, y)], color)
            sheet.text(row.label, SVGSheet.width - 182, y + 4)
        }
        return sheet.svg
    }
}
