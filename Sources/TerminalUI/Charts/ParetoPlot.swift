import Foundation
import Workbench

/// Quality over a price: a point for each net, and a line through those that no other beats in both.
struct ParetoPlot {
    struct Point: Hashable, Sendable {
        /// What it costs, from left to right.
        var price: Double
        var quality: Double
        /// What stands beside it.
        var label: String
        /// Measured with older weights, or on fewer images.
        var isFaint: Bool
        /// Whether no other beats it in both.
        var isOnFront: Bool
        /// Whether it is the one that keys act on.
        var isSelected = false
    }

    let points: [Point]
    /// What the price is.
    let priceTitle: String
    /// Where the horizontal axis has its labels; nil for round numbers, and some room on both sides.
    let priceTicks: [Double]?
    let tickText: (Double) -> String
    let theme: Theme

    /// A range of prices of more than this has each doubling take the same room.
    private static let widestLinearFactor = 4.0
    /// Cells that a label of the horizontal axis takes.
    private static let tickWidth = 14

    func draw(on canvas: inout Canvas, in area: Area) {
        guard area.width >= 16, area.height >= 4 else { return }
        let finite = points.filter(\.quality.isFinite)
        guard let low = finite.map(\.quality).min(), let high = finite.map(\.quality).max() else {
            return canvas.note("nothing measured yet", in: area)
        }
        let margin = max((high - low) * 0.1, abs(high) * 0.005)
        let values = Axis(low - margin...high + margin)
        let ticks = values.ticks(atMost: max(2, area.height / 3))
        let labelWidth = min(10, ticks.map { tickText($0).count }.max() ?? 0)
        let field = area.inset(left: labelWidth + 1, right: 4, bottom: 2)
        guard !field.isEmpty else { return }
        let plane = Plane(prices: prices, values: values, field: field, glyphs: theme.glyphs)
        drawAxes(on: &canvas, plane, ticks: ticks, labelWidth: labelWidth)
        drawFront(on: &canvas, plane)
        // The selected one hides others, and has its name before them.
        for point in finite.filter({ !$0.isSelected }) + finite.filter(\.isSelected) { draw(point, on: &canvas, plane) }
        for point in finite.filter(\.isSelected) + finite.filter({ !$0.isSelected }) {
            drawLabel(of: point, on: &canvas, plane, end: area.maxX)
        }
    }

    /// The horizontal axis.
    private var prices: Axis {
        let all = points.map(\.price)
        let (least, most) = (all.min() ?? 1, all.max() ?? 1)
        guard priceTicks == nil else { return Axis(least...most, logarithmic: true) }
        if least > 0, most > Self.widestLinearFactor * least {
            return Axis(least / 1.15...most * 1.15, logarithmic: true)
        }
        let margin = max((most - least) * 0.08, abs(most) * 0.002, 1e-9)
        return Axis(least - margin...most + margin)
    }

    /// Where prices and values lie.
    private struct Plane {
        let prices: Axis
        let values: Axis
        let field: Area
        let glyphs: GlyphSet

        private var raster: PlotRaster { PlotRaster(columns: field.width, rows: field.height, glyphs: glyphs) }

        func column(_ price: Double) -> Int { field.x + raster.column(prices.position(price)) }
        func row(_ quality: Double) -> Int { field.y + raster.row(values.position(quality)) }
        func dot(_ point: Point) -> (x: Int, y: Int) {
            (raster.dotColumn(prices.position(point.price)), raster.dotRow(values.position(point.quality)))
        }
    }

    private func drawAxes(on canvas: inout Canvas, _ plane: Plane, ticks: [Double], labelWidth: Int) {
        let field = plane.field
        for y in field.y..<field.maxY {
            canvas.put(theme.glyph("│", "|"), x: field.x - 1, y: y, style: Style(.axis))
        }
        for tick in ticks {
            let y = plane.row(tick)
            canvas.write(
                tickText(tick).leftPadded(to: labelWidth), x: field.x - 1 - labelWidth, y: y, style: Style(.axis),
                limit: labelWidth)
            canvas.put(theme.glyph("┤", "+"), x: field.x - 1, y: y, style: Style(.axis))
        }
        var free = field.x
        for tick in priceTicks ?? plane.prices.ticks(atMost: max(2, field.width / Self.tickWidth)) {
            let label = NumberText.tick(tick)
            let x = plane.column(tick)
            guard x >= free else { continue }
            canvas.write(label, x: x, y: field.maxY, style: Style(.axis))
            free = x + label.count + 1
        }
        canvas.write(
            priceTitle, x: field.x + max(0, (field.width - priceTitle.count) / 2), y: field.maxY + 1,
            style: Style(.quiet), limit: field.width)
    }

    private func drawFront(on canvas: inout Canvas, _ plane: Plane) {
        let field = plane.field
        var grid = DotGrid(columns: field.width, rows: field.height, glyphs: theme.glyphs)
        let front = points.filter { $0.isOnFront && $0.quality.isFinite }.sorted { $0.price < $1.price }
        let dots = front.map(plane.dot)
        for (start, end) in zip(dots, dots.dropFirst()) { grid.line(from: start, to: end, .curve) }
        for row in 0..<field.height {
            for column in 0..<field.width {
                guard let glyph = grid.glyph(column: column, row: row) else { continue }
                canvas.put(glyph.scalar, x: field.x + column, y: field.y + row, style: Style(.trainBand))
            }
        }
    }

    private func style(_ point: Point) -> Style {
        Style(point.isFaint ? .quiet : point.isOnFront ? .best : .test, point.isSelected ? .reverse : [])
    }

    private func draw(_ point: Point, on canvas: inout Canvas, _ plane: Plane) {
        canvas.put(
            point.isOnFront ? theme.glyph("◆", "*") : theme.glyph("●", "o"), x: plane.column(point.price),
            y: plane.row(point.quality), style: style(point))
    }

    /// Writes a point's name behind it, or before it where there is no room, unless another point or name is there.
    private func drawLabel(of point: Point, on canvas: inout Canvas, _ plane: Plane, end: Int) {
        guard !point.label.isEmpty else { return }
        let (x, y) = (plane.column(point.price), plane.row(point.quality))
        let label = point.label.truncated(to: plane.field.width - 2, theme: theme)
        let isRight = x + 2 + label.displayWidth <= end
        let start = isRight ? x + 2 : max(plane.field.x, x - 1 - label.displayWidth)
        let isFree = (start..<start + label.displayWidth).allSatisfy { column in
            // The line of the front may go below it.
            let cell = canvas[column, y]
            return cell.scalar == " " || cell.style == Style(.trainBand)
        }
        guard isFree || point.isSelected else { return }
        canvas.write(
            isRight ? " \(label)" : "\(label) ", x: isRight ? start - 1 : start, y: y,
            style: point.isSelected ? Style(.key, .bold) : style(point))
    }
}

extension ParetoPlot.Point {
    /// The points with those marked that are better than every point of a lower price.
    static func marked(_ points: [Self], higherIsBetter: Bool) -> [Self] {
        var best: Double?
        var marked = points
        for index in points.indices.sorted(by: { points[$0].price < points[$1].price }) {
            let quality = points[index].quality
            guard best.map({ higherIsBetter ? quality > $0 : quality < $0 }) ?? true else { continue }
            marked[index].isOnFront = true
            best = quality
        }
        return marked
    }
}
