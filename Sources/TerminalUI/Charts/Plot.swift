import BinaryBrain
import Foundation
import Workbench

/// What one plot shows.
struct PlotData: Sendable {
    var title: String
    /// A value a mini-batch.
    var train: MetricHistory
    /// Values measured on the whole held-out part.
    var test: MetricHistory
    /// The name of that part: test or validation.
    var partName = "test"
    /// Images of that part; 0 if that is not known.
    var testSize = 0
    /// Values measured on some images of that part.
    var probe = MetricHistory()
    /// How many.
    var probeSize = 0
    /// Steps at which someone steered.
    var steering: [Int]
    /// Which values are better.
    var better: MetricKind.Direction
    /// Values are shares and are written as percentages.
    var isShare: Bool
    /// The step the run has come to.
    var newest: Int

    /// What the axis below counts.
    var stepUnit = StepUnit()
    /// The steps that are always shown, whatever the view; nil leaves the choice to the view.
    var range: ClosedRange<Int>?
    /// Other runs, drawn as lines over this one.
    var overlays: [PlotOverlay] = []

    /// The best finite test point; the first of equals.
    var best: MetricHistory.Point? { test.extreme(highest: better == .higher) }

    /// Whether there is nothing to draw.
    var isEmpty: Bool {
        train.isEmpty && test.isEmpty && probe.isEmpty && overlays.allSatisfy(\.history.isEmpty)
    }

    func text(_ value: Float) -> String {
        isShare ? NumberText.percent(Double(value)) : NumberText.value(Double(value))
    }

    func tickText(_ value: Double) -> String { isShare ? NumberText.tick(value * 100) + "%" : NumberText.tick(value) }
}

/// Draws a series over mini-batches: the moving average over the band of raw values, test points, the best one, steering
/// events, and marks where values are NaN or infinite.
struct Plot {
    let data: PlotData
    let view: PlotView
    let theme: Theme

    /// Draws the plot into `area`: a legend line, the plot with the value axis on its left, and the step axis below.
    func draw(on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        drawLegend(on: &canvas, in: area)
        let body = area.inset(top: 1)
        guard body.height >= 2, body.width >= 8 else { return }
        guard !data.isEmpty else {
            let note = "no mini-batch yet"
            canvas.write(
                note, x: body.x + max(0, (body.width - note.count) / 2), y: body.y + body.height / 2,
                style: Style(.quiet),
                limit: body.width)
            return
        }
        let steps = StepAxis(
            data.range ?? view.steps(newest: data.newest), logarithmic: view.isStepLogarithmic)
        let hasStepAxis = body.height >= 4
        let rows = hasStepAxis ? body.height - 1 : body.height
        let (axis, hidesOutliers) = valueAxis(steps)
        let ticks = axis.ticks(atMost: rows < 9 ? max(2, rows / 2) : rows / 3)
        let labelWidth = min(8, ticks.map { data.tickText($0).count }.max() ?? 0)
        let field = Area(x: body.x + labelWidth + 1, y: body.y, width: body.width - labelWidth - 1, height: rows)
        guard !field.isEmpty else { return }
        drawValueAxis(on: &canvas, axis: axis, ticks: ticks, field: field, labelWidth: labelWidth)
        if hasStepAxis { drawStepAxis(on: &canvas, steps: steps, field: field) }
        drawField(on: &canvas, steps: steps, axis: axis, field: field)
        if hidesOutliers { drawOutliers(on: &canvas, steps: steps, axis: axis, field: field) }
    }

    // MARK: Axes

    /// The value axis over the values shown, and whether there are outliers beyond it.
    func valueAxis(_ steps: StepAxis) -> (axis: Axis, hidesOutliers: Bool) {
        var range = ValueRange()
        for history in [data.train, data.test, data.probe] + data.overlays.map(\.history) {
            range.add(history, on: steps, logarithmic: view.scale == .logarithmic)
        }
        guard let all = range.all, let usual = range.usual else { return (Axis(0...1), false) }
        if view.scale == .logarithmic, let lowest = range.lowestPositive {
            return (
                Axis(max(lowest, usual.lowerBound)...max(lowest, usual.upperBound), logarithmic: true),
                all.upperBound > usual.upperBound * (1 + 1e-9) || lowest < usual.lowerBound * (1 - 1e-9)
            )
        }
        let shown = view.scale == .all ? all : usual
        return (Axis(shown), shown != all)
    }

    private func drawValueAxis(on canvas: inout Canvas, axis: Axis, ticks: [Double], field: Area, labelWidth: Int) {
        let x = field.x - 1
        for y in field.y..<field.maxY { canvas.put(theme.glyph("│", "|"), x: x, y: y, style: Style(.axis)) }
        var lastRow = Int.max
        for tick in ticks {
            let row = raster(field).row(axis.position(tick))
            guard lastRow == .max || lastRow - row >= 2 || ticks.count <= 2 && row != lastRow else { continue }
            lastRow = row
            let label = data.tickText(tick)
            canvas.write(
                label.leftPadded(to: labelWidth), x: x - labelWidth, y: field.y + row, style: Style(.axis),
                limit: labelWidth)
            canvas.put(theme.glyph("┤", "+"), x: x, y: field.y + row, style: Style(.axis))
        }
    }

    private func drawStepAxis(on canvas: inout Canvas, steps: StepAxis, field: Area) {
        var free = field.x
        for step in steps.ticks(atMost: max(1, field.width / 8)) {
            let label = data.stepUnit.text(of: step)
            let center = field.x + raster(field).column(step, on: steps)
            let x = min(max(field.x, center - label.count / 2), field.maxX - label.count)
            guard x >= free else { continue }
            canvas.write(label, x: x, y: field.maxY, style: Style(.axis), limit: field.maxX - x)
            free = x + label.count + 1
        }
    }

    // MARK: Field

    private func drawField(on canvas: inout Canvas, steps: StepAxis, axis: Axis, field: Area) {
        drawSteering(on: &canvas, steps: steps, field: field)
        var grid = DotGrid(columns: field.width, rows: field.height, glyphs: theme.glyphs)
        let ranges = steps.columnRanges(of: data.train, width: grid.width)
        let decimation = Decimation(data.train, ranges: ranges)
        let raster = raster(field)
        let dotRow = { (value: Double) in raster.dotRow(axis.position(value)) }
        if let span = view.averagedSpan(of: data.train) {
            drawBand(decimation, dotRow: dotRow, on: &grid)
            drawCurve(
                Smoothing.curve(data.train, span: span, ranges: ranges), dotRow: dotRow, on: &grid)
        } else {
            drawRaw(decimation, dotRow: dotRow, on: &grid)
        }
        for row in 0..<field.height {
            for column in 0..<field.width {
                guard let glyph = grid.glyph(column: column, row: row) else { continue }
                let role: Role = glyph.layer == .curve ? .train : .trainBand
                canvas.put(glyph.scalar, x: field.x + column, y: field.y + row, style: Style(role))
            }
        }
        drawOverlays(on: &canvas, steps: steps, axis: axis, field: field)
        drawBroken(decimation, grid: grid, on: &canvas, field: field)
        drawTests(on: &canvas, steps: steps, axis: axis, field: field)
        drawCursor(on: &canvas, steps: steps, field: field)
        if data.range == nil { canvas.mark(field, as: .plot(steps.range, isLogarithmic: steps.isLogarithmic)) }
    }

    private func drawCursor(on canvas: inout Canvas, steps: StepAxis, field: Area) {
        guard let cursor = view.cursor, steps.range.contains(cursor) else { return }
        let x = field.x + raster(field).column(cursor, on: steps)
        for y in field.y..<field.maxY where canvas[x, y].scalar == " " {
            canvas.put(theme.glyph("│", "|"), x: x, y: y, style: Style(.key))
        }
        canvas.restyle(Area(x: x, y: field.y, width: 1, height: field.height)) { style in
            Style(foreground: style.foreground, attributes: style.attributes.union(.reverse))
        }
    }

    private func drawSteering(on canvas: inout Canvas, steps: StepAxis, field: Area) {
        for step in data.steering where steps.range.contains(step) {
            let x = field.x + raster(field).column(step, on: steps)
            for y in field.y..<field.maxY { canvas.put(theme.glyph("┊", "!"), x: x, y: y, style: Style(.steering)) }
            canvas.put(theme.glyph("▾", "v"), x: x, y: field.y, style: Style(.steering))
        }
    }

    /// The range of the raw values: its edges solid, its inside thinned out so that curve and band differ without colour.
    private func drawBand(_ decimation: Decimation, dotRow: (Double) -> Int, on grid: inout DotGrid) {
        for (x, summary) in decimation.columns.enumerated() {
            guard let summary else { continue }
            let top = dotRow(summary.highest)
            let bottom = dotRow(summary.lowest)
            for y in top...bottom where y == top || y == bottom || (x + y) % 2 == 0 { grid.set(x, y, .band) }
        }
    }

    private func drawCurve(
        _ values: [Double?], dotRow: (Double) -> Int, on grid: inout DotGrid, dash: [Bool] = [true]
    ) {
        var previous: (x: Int, y: Int)?
        for (x, value) in values.enumerated() {
            guard let value else { continue }
            let dot = (x: x, y: dotRow(value))
            grid.line(from: previous ?? dot, to: dot, .curve, dash: dash)
            previous = dot
        }
    }

    private func drawRaw(_ decimation: Decimation, dotRow: (Double) -> Int, on grid: inout DotGrid) {
        var previous: (x: Int, y: Int)?
        for (x, summary) in decimation.columns.enumerated() {
            guard let summary else { continue }
            let first = (x: x, y: dotRow(summary.first))
            grid.line(from: previous ?? first, to: first, .curve)
            grid.column(x, from: dotRow(summary.highest), to: dotRow(summary.lowest), .curve)
            previous = (x: x, y: dotRow(summary.last))
        }
    }

    /// Each overlay in its colour and its dash pattern, over what lies there.
    private func drawOverlays(on canvas: inout Canvas, steps: StepAxis, axis: Axis, field: Area) {
        for (index, overlay) in data.overlays.prefix(PlotOverlay.limit).enumerated() {
            var grid = DotGrid(columns: field.width, rows: field.height, glyphs: theme.glyphs)
            let raster = raster(field)
            drawCurve(
                overlay.curve(view: view, steps: steps, width: grid.width),
                dotRow: { raster.dotRow(axis.position($0)) }, on: &grid,
                dash: PlotOverlay.dashes[index])
            for row in 0..<field.height {
                for column in 0..<field.width {
                    guard let glyph = grid.glyph(column: column, row: row) else { continue }
                    let scalar = theme.glyphs == .ascii ? PlotOverlay.letters[index] : glyph.scalar
                    canvas.put(
                        scalar, x: field.x + column, y: field.y + row, style: Style(PlotOverlay.roles[index]))
                }
            }
        }
    }

    private func drawBroken(_ decimation: Decimation, grid: DotGrid, on canvas: inout Canvas, field: Area) {
        for (x, isBroken) in decimation.broken.enumerated() where isBroken {
            canvas.put(theme.glyph("×", "X"), x: field.x + grid.cellColumn(x), y: field.y, style: Style(.bad))
        }
    }

    /// Dots and cells of a field.
    func raster(_ field: Area) -> PlotRaster {
        PlotRaster(columns: field.width, rows: field.height, glyphs: theme.glyphs)
    }
}
