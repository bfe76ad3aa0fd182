import Foundation
import Workbench

/// Quality against cycles: a point for each oversampling, and a line through those that no other beats in both.
struct ParetoPlot {
    struct Point: Hashable, Sendable {
        var cycles: Int
        var quality: Double
        /// Measured with the present weights, on all images.
        var isCurrent: Bool
    }

    let points: [Point]
    let higherIsBetter: Bool
    /// The oversampling of training and of testing.
    let train: Int
    let test: Int
    let tickText: (Double) -> String
    let theme: Theme

    /// The points that are better than every point of fewer cycles, by cycles.
    var front: [Point] {
        var front: [Point] = []
        for point in points.sorted(by: { $0.cycles < $1.cycles }) {
            guard let last = front.last else {
                front.append(point)
                continue
            }
            if higherIsBetter ? point.quality > last.quality : point.quality < last.quality { front.append(point) }
        }
        return front
    }

    func draw(on canvas: inout Canvas, in area: Area) {
        guard area.width >= 16, area.height >= 4 else { return }
        let finite = points.filter(\.quality.isFinite)
        guard let low = finite.map(\.quality).min(), let high = finite.map(\.quality).max() else {
            return canvas.note("nothing measured yet", in: area)
        }
        let margin = max((high - low) * 0.1, abs(high) * 0.005)
        let values = Axis(low - margin...high + margin)
        // Fewer cycles left, more right; every doubling takes the same room.
        let cycles = Axis(
            Double(points.map(\.cycles).min() ?? 1)...Double(points.map(\.cycles).max() ?? 31), logarithmic: true)
        let ticks = values.ticks(atMost: max(2, area.height / 3))
        let labelWidth = min(10, ticks.map { tickText($0).count }.max() ?? 0)
        let field = area.inset(left: labelWidth + 1, right: 4, bottom: 2)
        guard !field.isEmpty else { return }
        drawAxes(on: &canvas, values: values, ticks: ticks, cycles: cycles, field: field, labelWidth: labelWidth)
        drawFront(on: &canvas, values: values, cycles: cycles, field: field)
        for point in finite { draw(point, on: &canvas, values: values, cycles: cycles, field: field) }
    }

    private func drawAxes(
        on canvas: inout Canvas, values: Axis, ticks: [Double], cycles: Axis, field: Area, labelWidth: Int
    ) {
        for y in field.y..<field.maxY {
            canvas.put(theme.glyph("│", "|"), x: field.x - 1, y: y, style: Style(.axis))
        }
        for tick in ticks {
            let y = row(tick, values, field)
            canvas.write(
                tickText(tick).leftPadded(to: labelWidth), x: field.x - 1 - labelWidth, y: y, style: Style(.axis),
                limit: labelWidth)
            canvas.put(theme.glyph("┤", "+"), x: field.x - 1, y: y, style: Style(.axis))
        }
        var free = field.x
        for point in points {
            let label = "\(point.cycles)"
            let x = column(point.cycles, cycles, field)
            guard x >= free else { continue }
            canvas.write(label, x: x, y: field.maxY, style: Style(.axis))
            free = x + label.count + 1
        }
        let title = "cycles per image"
        canvas.write(
            title, x: field.x + max(0, (field.width - title.count) / 2), y: field.maxY + 1, style: Style(.quiet),
            limit: field.width)
    }

    private func drawFront(on canvas: inout Canvas, values: Axis, cycles: Axis, field: Area) {
        var grid = DotGrid(columns: field.width, rows: field.height, glyphs: theme.glyphs)
        let dots = front.filter(\.quality.isFinite).map { point in
            (
                x: raster(field).dotColumn(cycles.position(Double(point.cycles))),
                y: raster(field).dotRow(values.position(point.quality))
            )
        }
        for (start, end) in zip(dots, dots.dropFirst()) { grid.line(from: start, to: end, .curve) }
        for row in 0..<field.height {
            for column in 0..<field.width {
                guard let glyph = grid.glyph(column: column, row: row) else { continue }
                canvas.put(glyph.scalar, x: field.x + column, y: field.y + row, style: Style(.trainBand))
            }
        }
    }

    private func draw(_ point: Point, on canvas: inout Canvas, values: Axis, cycles: Axis, field: Area) {
        let x = column(point.cycles, cycles, field)
        let y = row(point.quality, values, field)
        let isOnFront = front.contains(point)
        let role: Role = !point.isCurrent ? .quiet : isOnFront ? .best : .test
        canvas.put(
            isOnFront ? theme.glyph("◆", "*") : theme.glyph("●", "o"), x: x, y: y, style: Style(role))
        let marks =
            (point.cycles == train ? theme.text("▸", ">") : "") + (point.cycles == test ? theme.text("◂", "<") : "")
        canvas.write(" x\(point.cycles)\(marks)", x: x + 1, y: y, style: Style(role))
    }

    private func column(_ cycles: Int, _ axis: Axis, _ field: Area) -> Int {
        field.x + raster(field).column(axis.position(Double(cycles)))
    }

    private func row(_ quality: Double, _ axis: Axis, _ field: Area) -> Int {
        field.y + raster(field).row(axis.position(quality))
    }

    private func raster(_ field: Area) -> PlotRaster {
        PlotRaster(columns: field.width, rows: field.height, glyphs: theme.glyphs)
    }
}
