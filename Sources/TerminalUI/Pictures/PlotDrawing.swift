import Workbench

/// A plot as shapes on a sheet: the same view of the same data as on the screen. `PlotSVG` and `PlotPixmap` put it into files.
struct PlotDrawing {
    /// A colour, 0…255 each.
    struct Ink: Hashable, Sendable {
        var red: UInt8
        var green: UInt8
        var blue: UInt8

        init(_ red: UInt8, _ green: UInt8, _ blue: UInt8) { (self.red, self.green, self.blue) = (red, green, blue) }
    }

    /// Where a text begins, is centred, or ends.
    enum Anchor: String { case start, middle, end }

    /// One mark; later ones lie over earlier ones. Lengths are in units of the sheet, the origin is the top left corner.
    enum Shape {
        /// Straight lines between points; `dash` is lengths of ink and gap in turn, none for a solid line.
        case line(points: [(x: Double, y: Double)], ink: Ink, width: Double, dash: [Double])
        case disc(x: Double, y: Double, radius: Double, ink: Ink)
        /// Text on a base line.
        case text(String, x: Double, y: Double, ink: Ink, anchor: Anchor)
    }

    /// A line or a point, and what it is called.
    private struct LegendEntry {
        var text: String
        var ink: Ink
        /// Nil for a point.
        var dash: [Double]?
        /// Where it begins, and in which line of the legend.
        var (x, row) = (0.0, 0.0)

        init(_ text: String, _ ink: Ink, _ dash: [Double]? = nil) {
            (self.text, self.ink, self.dash) = (text, ink, dash)
        }
    }

    /// Size of the sheet.
    static let width = 800.0
    static let height = 400.0
    /// Size of the letters.
    static let fontSize = 13.0

    private static let left = 80.0
    private static let right = 20.0
    private static let legendTop = 32.0
    private static let legendLine = 18.0
    private static let bottom = 40.0
    private static let ink = Ink(0x33, 0x33, 0x33)
    private static let rules = Ink(0xEE, 0xEE, 0xEE)
    private static let train = Ink(0x00, 0x72, 0xB2)
    private static let band = Ink(0xA9, 0xCC, 0xE3)
    private static let test = Ink(0xE6, 0x9F, 0x00)
    private static let best = Ink(0x8B, 0x5A, 0x00)
    private static let steering = Ink(0xCC, 0x79, 0xA7)
    private static let broken = Ink(0xD5, 0x5E, 0x00)
    /// Okabe and Ito's colours, and dashes that tell the lines apart without them.
    private static let overlays: [(ink: Ink, dash: [Double])] = [
        (Ink(0x00, 0x9E, 0x73), []), (Ink(0xD5, 0x5E, 0x00), [8, 4]), (Ink(0x56, 0xB4, 0xE9), [2, 3]),
        (Ink(0xCC, 0x79, 0xA7), [10, 3, 2, 3]), (Ink(0x00, 0x00, 0x00), [2, 6]), (Ink(0x8B, 0x5A, 0x00), [14, 5]),
    ]

    let data: PlotData
    let view: PlotView
    private let steps: StepAxis
    private let values: Axis
    private let legend: [LegendEntry]
    /// Upper end of the axes, below the legend.
    private let top: Double
    private var columns: Int { Int(Self.width - Self.left - Self.right) }

    init(data: PlotData, view: PlotView) {
        self.data = data
        self.view = view
        steps = StepAxis(data.range ?? view.steps(newest: data.newest), logarithmic: view.isStepLogarithmic)
        values = Plot(data: data, view: view, theme: Theme()).valueAxis(steps).axis
        legend = Self.legend(of: data)
        top = Self.legendTop + 16 + (legend.last?.row ?? 0) * Self.legendLine
    }

    /// All shapes, from the bottom to the top.
    var shapes: [Shape] {
        axes + events + curves + overlays + points + headings
    }

    // MARK: Parts

    private var axes: [Shape] {
        let base = Self.height - Self.bottom
        var shapes: [Shape] = []
        for tick in values.ticks(atMost: 8) {
            shapes.append(rule(Self.left, y(tick), Self.width - Self.right, y(tick), Self.rules))
            shapes.append(text(data.tickText(tick), Self.left - 8, y(tick) + 4, Self.ink, .end))
        }
        for tick in steps.ticks(atMost: 8) {
            shapes.append(rule(x(tick), top, x(tick), base, Self.rules))
            shapes.append(text(NumberText.tick(Double(tick)), x(tick), base + 20, Self.ink, .middle))
        }
        shapes.append(rule(Self.left, top, Self.left, base, Self.ink))
        shapes.append(rule(Self.left, base, Self.width - Self.right, base, Self.ink))
        return shapes
    }

    private var events: [Shape] {
        data.steering.filter(steps.range.contains).map {
            rule(x($0), top, x($0), Self.height - Self.bottom, Self.steering, dash: [4, 4])
        }
    }

    /// The raw values, with every extreme, and the moving average over them.
    private var curves: [Shape] {
        var raw: [(x: Double, y: Double)] = []
        let decimation = Decimation(data.train, steps: steps, width: columns)
        var shapes: [Shape] = []
        for (column, summary) in decimation.columns.enumerated() {
            let x = Self.left + Double(column)
            if decimation.broken[column] { shapes.append(text("x", x, top + 10, Self.broken, .middle)) }
            guard let summary else { continue }
            for value in [summary.first, summary.highest, summary.lowest, summary.last] { raw.append((x, y(value))) }
        }
        guard let span = view.averagedSpan(of: data.train) else { return [line(raw, Self.train, 1)] + shapes }
        let average = Smoothing.curve(data.train, span: span, steps: steps, width: columns)
        return [line(raw, Self.band, 1), line(trace(average), Self.train, 2)] + shapes
    }

    private var overlays: [Shape] {
        zip(data.overlays, Self.overlays).map { overlay, look in
            line(trace(overlay.curve(view: view, steps: steps, width: columns)), look.ink, 2, dash: look.dash)
        }
    }

    private var points: [Shape] {
        var shapes: [Shape] = steps.indices(of: data.test).compactMap { index in
            let point = data.test[index]
            guard point.value.isFinite else { return text("x", x(point.step), top + 10, Self.broken, .middle) }
            return .disc(x: x(point.step), y: y(Double(point.value)), radius: 3, ink: Self.test)
        }
        shapes += steps.indices(of: data.probe).compactMap { index in
            let point = data.probe[index]
            return point.value.isFinite
                ? .disc(x: x(point.step), y: y(Double(point.value)), radius: 1.2, ink: Self.test) : nil
        }
        if let best = data.best, steps.range.contains(best.step) {
            shapes.append(.disc(x: x(best.step), y: y(Double(best.value)), radius: 5, ink: Self.best))
        }
        return shapes
    }

    private var headings: [Shape] {
        var shapes = [text(data.title, Self.left, 18, Self.ink, .start)]
        for entry in legend {
            let y = Self.legendTop + entry.row * Self.legendLine
            if let dash = entry.dash {
                shapes.append(line([(entry.x, y), (entry.x + 24, y)], entry.ink, 2, dash: dash))
            } else {
                shapes.append(.disc(x: entry.x + 12, y: y, radius: 4, ink: entry.ink))
            }
            shapes.append(text(entry.text, entry.x + 28, y + 4, entry.ink, .start))
        }
        return shapes
    }

    /// What the legend says, each entry at its place; what no line has room for begins the next.
    private static func legend(of data: PlotData) -> [LegendEntry] {
        var entries: [LegendEntry] = []
        if let last = data.train.last { entries.append(LegendEntry("train " + data.text(last.value), train, [])) }
        if let last = data.test.last { entries.append(LegendEntry(data.partName + " " + data.text(last.value), test)) }
        if let best = data.best {
            let step = NumberText.tick(Double(best.step))
            entries.append(LegendEntry("best \(data.text(best.value)) @ \(step)", Self.best))
        }
        entries += zip(data.overlays, overlays).map { LegendEntry($0.name, $1.ink, $1.dash) }
        var (x, row) = (left, 0.0)
        for index in entries.indices {
            let length = 28 + Double(entries[index].text.count) * fontSize * SegmentFont.advance
            if x + length > width, x > left { (x, row) = (left, row + 1) }
            (entries[index].x, entries[index].row) = (x, row)
            x += length + 16
        }
        return entries
    }

    // MARK: Geometry

    private func trace(_ columns: [Double?]) -> [(x: Double, y: Double)] {
        columns.enumerated().compactMap { column, value in
            value.map { (Self.left + Double(column), y($0)) }
        }
    }

    private func x(_ step: Int) -> Double { Self.left + Double(steps.column(of: step, width: columns)) }

    private func y(_ value: Double) -> Double {
        top + ((1 - values.position(value)) * (Self.height - Self.bottom - top)).rounded()
    }

    private func text(_ text: String, _ x: Double, _ y: Double, _ ink: Ink, _ anchor: Anchor) -> Shape {
        .text(SafeText.clean(text), x: x, y: y, ink: ink, anchor: anchor)
    }

    private func line(_ points: [(x: Double, y: Double)], _ ink: Ink, _ width: Double, dash: [Double] = []) -> Shape {
        .line(points: points, ink: ink, width: width, dash: dash)
    }

    private func rule(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ ink: Ink, dash: [Double] = []
    ) -> Shape {
        line([(x1, y1), (x2, y2)], ink, 1, dash: dash)
    }
}
