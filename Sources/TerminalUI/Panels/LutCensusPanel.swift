import Workbench

/// What the LUTs of a layer do: how many are dead, constant, mere wires, and how many inputs the others depend on.
struct LutCensusPanel {
    let census: LutCensus
    let theme: Theme

    /// Rows that it needs.
    var height: Int { 4 + census.byInputCount.count - 2 }

    func draw(on canvas: inout Canvas, in area: Area) {
        var rows: [(label: String, count: Int?, role: Role)] = [
            ("dead", census.dead, .warning), ("constant", census.constant, .warning),
            ("pass-through", census.passThrough, .quiet),
        ]
        for inputs in 2..<max(2, census.byInputCount.count) {
            rows.append(("\(inputs) inputs", census.byInputCount[inputs], .train))
        }
        guard !area.isEmpty else { return }
        canvas.write("\(census.count) LUTs", x: area.x, y: area.y, style: Style(.strong), limit: area.width)
        let labelWidth = 13
        for (index, row) in rows.prefix(max(0, area.height - 1)).enumerated() {
            let y = area.y + 1 + index
            var line = Line(row.label.padded(to: labelWidth), Style(.quiet))
            guard let count = row.count else {
                line.append("unknown", .quiet)
                canvas.write(line, x: area.x, y: y, limit: area.width)
                continue
            }
            let share = Double(count) / Double(max(1, census.count))
            line.append("\(count)".leftPadded(to: 6) + NumberText.percent(share).leftPadded(to: 8) + " ")
            line.append(
                Bar.text(share, width: max(0, min(30, area.width - line.width)), theme: theme), Style(row.role))
            canvas.write(line, x: area.x, y: y, limit: area.width)
        }
    }
}
