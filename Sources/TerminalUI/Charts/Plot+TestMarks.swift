import Workbench

/// How a measurement of the test set looks: of all of it a fat dot, of a part of it a fine one.
enum TestMark: Sendable {
    case test, probe

    /// The mark in a legend.
    func sample(_ theme: Theme) -> String {
        switch (self, theme.glyphs) {
        case (.test, .braille): "⠶"
        case (.probe, .braille): "⠂"
        case (.test, .block): "█"
        case (.probe, .block): "▖"
        case (.test, .ascii): "o"
        case (.probe, .ascii): "-"
        }
    }

    /// The dots around the value's own that are set: across, and downwards.
    fileprivate func size(_ glyphs: GlyphSet) -> (width: Int, height: Int) {
        self == .probe || glyphs == .ascii ? (1, 1) : (2, 2)
    }
}

// What a plot shows of the test set, in the dots of the curves.
extension Plot {
    /// Marks both kinds of measurement, the best one, and those that are NaN or infinite.
    func drawTests(on canvas: inout Canvas, steps: StepAxis, axis: Axis, field: Area) {
        draw(.probe, data.probe, on: &canvas, steps: steps, axis: axis, field: field)
        draw(.test, data.test, on: &canvas, steps: steps, axis: axis, field: field)
        guard let best = data.best, steps.range.contains(best.step) else { return }
        let raster = raster(field)
        canvas.put(
            theme.glyph("◆", "*"), x: field.x + raster.column(best.step, on: steps),
            y: field.y + raster.row(axis.position(Double(best.value))), style: Style(.best))
    }

    private func draw(
        _ mark: TestMark, _ history: MetricHistory, on canvas: inout Canvas, steps: StepAxis, axis: Axis, field: Area
    ) {
        let raster = raster(field)
        var grid = DotGrid(columns: field.width, rows: field.height, glyphs: theme.glyphs)
        let size = mark.size(theme.glyphs)
        // More points than columns: the extremes of each column.
        for (x, range) in steps.columnRanges(of: history, width: raster.width).enumerated() where !range.isEmpty {
            let summary = history.summary(of: range)
            if summary.hasBrokenValue {
                canvas.put(theme.glyph("×", "X"), x: field.x + grid.cellColumn(x), y: field.y, style: Style(.bad))
            }
            guard summary.isFinite else { continue }
            for value in Set([summary.lowest, summary.highest]) {
                let y = raster.dotRow(axis.position(Double(value)))
                for (column, row) in Self.dots(x, y, size, in: grid) { grid.set(column, row, .curve) }
            }
        }
        for row in 0..<field.height {
            for column in 0..<field.width {
                guard let glyph = grid.glyph(column: column, row: row) else { continue }
                let (x, y) = (field.x + column, field.y + row)
                // The curve in the same cell stays seen.
                let scalar = DotGrid.union(canvas[x, y].scalar, glyph.scalar)
                canvas.put(
                    theme.glyphs == .ascii ? (mark == .test ? "o" : "-") : scalar, x: x, y: y, style: Style(.test))
            }
        }
    }

    /// The dots of a mark: the value's own, and its neighbours, all within the field.
    private static func dots(_ x: Int, _ y: Int, _ size: (width: Int, height: Int), in grid: DotGrid) -> [(Int, Int)] {
        let left = min(x, max(0, grid.width - size.width))
        let top = min(y, max(0, grid.height - size.height))
        return (0..<size.width).flatMap { across in (0..<size.height).map { (left + across, top + $0) } }
    }

    /// Arrows at the edge where values lie beyond it.
    func drawOutliers(on canvas: inout Canvas, steps: StepAxis, axis: Axis, field: Area) {
        for history in [data.train, data.test, data.probe] + data.overlays.map(\.history) {
            for (column, range) in steps.columnRanges(of: history, width: raster(field).width).enumerated()
            where !range.isEmpty {
                let summary = history.summary(of: range)
                let x = field.x + DotGrid(columns: 0, rows: 0, glyphs: theme.glyphs).cellColumn(column)
                let margin = (axis.upper - axis.lower) * 1e-6
                if Double(summary.highest) > axis.upper + margin {
                    canvas.put(theme.glyph("↑", "^"), x: x, y: field.y, style: Style(.warning))
                }
                if Double(summary.lowest) < axis.lower - margin {
                    canvas.put(theme.glyph("↓", "_"), x: x, y: field.maxY - 1, style: Style(.warning))
                }
            }
        }
    }
}
