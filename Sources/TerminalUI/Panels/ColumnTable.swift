/// Rows in columns as the width allows, the selected row in sight.
struct ColumnTable<Row> {
    /// A column, the most important ones first: what does not fit is left out from the right.
    struct Column {
        var heading: String
        var cells: [String]
        var width: Int { max(heading.displayWidth, cells.map(\.displayWidth).max() ?? 0) }
    }

    let rows: [Row]
    /// The place of the selected row.
    let selection: Int
    let theme: Theme
    /// The columns of the rows that are in sight.
    let columns: ([Row]) -> [Column]
    /// What a pointer finds at a row, by its place.
    let meaning: (Int) -> Target.Meaning
    /// What stands before a row.
    var mark: (Row) -> (glyph: Unicode.Scalar, style: Style)? = { _ in nil }

    private static var gap: Int { 2 }

    func draw(on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        let height = max(0, area.height - 1)
        let first = min(max(0, selection - height / 2), max(0, rows.count - height))
        let visible = Array(rows[first..<min(rows.count, first + height)])
        let shown = Self.fitting(columns(visible), width: area.width - 2)
        canvas.mark(area, as: .list)
        drawCells(
            shown.map(\.heading), widths: shown.map(\.width), y: area.y, Style(.quiet, .underline), on: &canvas, area)
        for (row, item) in visible.enumerated() {
            let y = area.y + 1 + row
            drawCells(shown.map { $0.cells[row] }, widths: shown.map(\.width), y: y, .plain, on: &canvas, area)
            if let mark = mark(item) { canvas.put(mark.glyph, x: area.x + 1, y: y, style: mark.style) }
            let rowArea = Area(x: area.x, y: y, width: area.width, height: 1)
            canvas.mark(rowArea, as: meaning(first + row))
            guard first + row == selection else { continue }
            canvas.put(theme.glyph("▸", ">"), x: area.x, y: y, style: Style(.key))
            canvas.restyle(rowArea) { style in
                Style(foreground: style.foreground, attributes: style.attributes.union(.reverse))
            }
        }
    }

    private func drawCells(
        _ cells: [String], widths: [Int], y: Int, _ style: Style, on canvas: inout Canvas, _ area: Area
    ) {
        var x = area.x + 3
        for (cell, width) in zip(cells, widths) {
            canvas.write(cell, x: x, y: y, style: style, limit: min(width, area.maxX - x))
            x += width + Self.gap
        }
    }

    private static func fitting(_ columns: [Column], width: Int) -> [Column] {
        var kept: [Column] = []
        var used = 1
        for column in columns {
            guard kept.isEmpty || used + column.width <= width else { break }
            kept.append(column)
            used += column.width + gap
        }
        return kept
    }
}
