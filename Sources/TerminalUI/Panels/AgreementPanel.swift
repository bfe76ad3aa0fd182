import Workbench

/// How far a net of bits and the same net with real numbers agree, layer by layer: where a net loses by being binary.
struct AgreementPanel {
    let agreement: [Float?]
    let layers: [LayerSnapshot]
    let selected: Int
    let theme: Theme

    func draw(on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        canvas.write(
            "soft and binary agree", x: area.x, y: area.y, style: Style(.strong), limit: area.width)
        let rows = agreement.indices.filter { agreement[$0] != nil }
        let height = area.height - 1
        guard height > 0 else { return }
        guard !rows.isEmpty else {
            canvas.write(
                "no layer of LUTs with a binary switch", x: area.x, y: area.y + 1, style: Style(.quiet),
                limit: area.width)
            return
        }
        let center = rows.firstIndex { $0 >= selected } ?? rows.count - 1
        let first = min(max(0, center - height / 2), max(0, rows.count - height))
        for (row, index) in rows[first..<min(rows.count, first + height)].enumerated() {
            guard let share = agreement[index] else { continue }
            let isSelected = index == selected
            var line = Line(
                (isSelected ? theme.text("▸", ">") : " ") + "\(index)".leftPadded(to: 2) + " ",
                isSelected ? Style(.key) : Style(.quiet))
            line.append(NumberText.percent(Double(share)).leftPadded(to: 6) + " ", isSelected ? .strong : .text)
            line.append(
                Bar.text(Double(share), width: max(0, min(30, area.width - line.width)), theme: theme), Style(.train))
            canvas.write(line, x: area.x, y: area.y + 1 + row, limit: area.width)
            canvas.mark(Area(x: area.x, y: area.y + 1 + row, width: area.width, height: 1), as: .layer(index))
        }
    }
}
