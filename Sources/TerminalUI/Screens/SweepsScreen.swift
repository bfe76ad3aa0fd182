import BinaryBrain
import Workbench

/// Screen 9: a sweep while its results come: quality over a price, with the front of those that no other beats, and the figures.
struct SweepsScreen: Screen {
    private static let widthOfTwoColumns = 118
    /// A lower screen has room for the table alone.
    private static let heightWithPlot = 8

    func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        let contents = state.queue.contents
        guard let overview = contents.sweep else {
            canvas.note(
                contents.failure ?? (contents.sweeps == nil ? "reading the sweeps" : Self.advice(state.keys)),
                in: canvas.area)
            return canvas
        }
        let isWide = size.width >= Self.widthOfTwoColumns
        let rows = state.sweeps.rows(overview)
        canvas.write(parts: heading(overview, state), x: 0, y: 0, width: size.width)
        let body = canvas.area.inset(top: 1)
        let tableHeight =
            body.height < Self.heightWithPlot
            ? body.height : min(rows.count + 1, max(body.height / 2, body.height - 14))
        let plotArea =
            isWide ? body.inset(right: size.width - size.width * 11 / 20) : body.inset(bottom: tableHeight)
        plot(overview, rows, state, theme).draw(on: &canvas, in: plotArea)
        let tableArea =
            isWide
            ? body.inset(left: plotArea.width + 2)
            : Area(x: 0, y: body.maxY - tableHeight, width: size.width, height: tableHeight)
        SweepRowTable(overview: overview, rows: rows, state: state.sweeps, theme: theme).draw(
            on: &canvas, in: tableArea)
        return canvas
    }

    private static func advice(_ keys: KeyMap) -> String {
        let key = { (key: Character) in keys.place(of: .character(key)).label }
        return
            "no sweep yet: \(key("F")) on an experiment opens its file, and \(key("o")) on a field there sweeps over it"
    }

    private func heading(_ overview: SweepOverview, _ state: UIState) -> [(line: Line, importance: Int)] {
        let sweep = overview.sweep
        let names = state.queue.contents.sweeps ?? []
        var parts: [(line: Line, importance: Int)] = [(Line(overview.name, Style(.strong)), 0)]
        if names.count > 1, let place = names.firstIndex(of: overview.name) {
            parts.append((Line("\(place + 1) of \(names.count)", Style(.quiet)), 4))
        }
        let count = sweep.tasks.count
        parts.append((Line("\(overview.done)/\(count) trainings", Style(overview.done == count ? .good : .text)), 1))
        if overview.running > 0 { parts.append((Line("\(overview.running) running", Style(.on)), 2)) }
        parts.append(
            (Line("\(sweep.part.rawValue) \(sweep.metric.name) over \(state.sweeps.price.title)", Style(.key)), 3))
        return parts
    }

    private func plot(_ overview: SweepOverview, _ rows: [SweepOverview.Row], _ state: UIState, _ theme: Theme)
        -> ParetoPlot
    {
        let (price, metric) = (state.sweeps.price, overview.sweep.metric)
        let selection = state.sweeps.selection(among: rows)
        let points = rows.enumerated().compactMap { index, row -> ParetoPlot.Point? in
            // Of a halted training it is not known how good it would have become.
            guard let outcome = row.outcome, outcome.isComplete, let cost = outcome.price(price) else { return nil }
            let isSelected = index == selection
            // More names than these would lie over one another.
            let isNamed = isSelected || (rows.count <= 12 && overview.isOnFront(row, price))
            return ParetoPlot.Point(
                price: cost.mean, quality: outcome.metric.mean, label: isNamed ? row.label : "", isFaint: false,
                isOnFront: overview.isOnFront(row, price), isSelected: isSelected)
        }
        return ParetoPlot(
            points: points, priceTitle: price.title, priceTicks: nil,
            tickText: { metric.isShare ? NumberText.tick($0 * 100) + "%" : NumberText.tick($0) }, theme: theme)
    }
}

/// The combinations of a sweep, the selected one in sight.
private struct SweepRowTable {
    let overview: SweepOverview
    let rows: [SweepOverview.Row]
    let state: SweepsState
    let theme: Theme

    private typealias Column = ColumnTable<SweepOverview.Row>.Column

    func draw(on canvas: inout Canvas, in area: Area) {
        ColumnTable(
            rows: rows, selection: state.selection(among: rows), theme: theme, columns: columns,
            meaning: { .item($0) },
            mark: { row in
                overview.isOnFront(row, state.price) ? (theme.glyph("◆", "*"), Style(.best)) : nil
            }
        ).draw(on: &canvas, in: area)
    }

    private func columns(_ rows: [SweepOverview.Row]) -> [Column] {
        let (sweep, kind) = (overview.sweep, overview.sweep.metric)
        let prices = [state.price] + SweepOutcome.Price.allCases.filter { $0 != state.price }
        let axes = sweep.axes.indices.map { index in
            Column(
                heading: Self.heading(sweep.axes[index]),
                cells: rows.map { sweep.axes[index].text(of: $0.values[index]) })
        }
        let metric = Column(
            heading: kind.name,
            cells: rows.map { $0.outcome.map { NumberText.metric($0.metric.mean, kind) } ?? Self.state($0) })
        let deviation = Column(
            heading: theme.text("±", "+-"),
            cells: rows.map { row in
                row.outcome?.metric.deviation.map { NumberText.metric($0, kind) } ?? "-"
            })
        let costs = prices.map { price in
            Column(
                heading: price.heading,
                cells: rows.map { $0.outcome?.price(price).map { NumberText.count($0.mean) } ?? "-" })
        }
        let seeds = Column(
            heading: "done",
            cells: rows.map { "\($0.done)/\($0.count)" + ($0.done > 0 && $0.running > 0 ? " running" : "") })
        let halted = Column(heading: "halted", cells: rows.map { "\($0.outcome?.halted ?? 0)" })
        let hasHalted = rows.contains { ($0.outcome?.halted ?? 0) > 0 }
        return axes + [metric, costs[0], seeds] + (hasHalted ? [halted] : [])
            + (sweep.seeds.count > 1 ? [deviation] : []) + costs.dropFirst()
    }

    /// The last part of the path: the whole would take the room of the figures.
    private static func heading(_ axis: SweepAxis) -> String {
        axis.isOversampling ? axis.name : String(axis.fields[0].split(separator: ".").last ?? "")
    }

    private static func state(_ row: SweepOverview.Row) -> String {
        row.running > 0 ? "running" : row.begun > 0 ? "begun" : "open"
    }
}

extension SweepOutcome.Price {
    /// What a narrow column calls it.
    fileprivate var heading: String {
        switch self {
        case .luts: "LUTs"
        case .cycles: "cycles"
        case .imagesPerSecond: "images/s"
        }
    }
}
