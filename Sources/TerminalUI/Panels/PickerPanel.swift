/// A list to choose from, drawn over the screen.
struct PickerPanel {
    let picker: Picker
    let theme: Theme

    /// Draws the list in the middle of `area`.
    func draw(on canvas: inout Canvas, in area: Area) {
        let content = picker.items.map { $0.label.displayWidth + $0.detail.displayWidth + 5 }.max() ?? 0
        let width = min(area.width, max(picker.title.displayWidth + 6, content + 2))
        let height = min(area.height, picker.items.count + 2)
        let box = Area(
            x: area.x + (area.width - width) / 2, y: area.y + (area.height - height) / 2, width: width, height: height)
        canvas.fill(box)
        canvas.mark(box, as: .list)
        canvas.frame(box, title: picker.title, theme: theme)
        let inside = box.inset(left: 1, top: 1, right: 1, bottom: 1)
        guard !inside.isEmpty else { return }
        let first = min(max(0, picker.selection - inside.height / 2), max(0, picker.items.count - inside.height))
        for (row, index) in (first..<min(picker.items.count, first + inside.height)).enumerated() {
            let item = picker.items[index]
            let style = index == picker.selection ? Style.selected : .plain
            let y = inside.y + row
            let rowArea = Area(x: inside.x, y: y, width: inside.width, height: 1)
            canvas.mark(rowArea, as: .item(index))
            canvas.fill(rowArea, style: style)
            let detailWidth = item.detail.displayWidth
            canvas.write(
                item.label.truncated(to: max(4, inside.width - detailWidth - 3), theme: theme), x: inside.x + 1, y: y,
                style: style, limit: inside.width - 1)
            if inside.width > detailWidth + 8 {
                canvas.write(item.detail, x: inside.maxX - detailWidth - 1, y: y, style: style)
            }
        }
    }
}

extension Canvas {
    /// Draws a frame along the edge of `box` with a title in its upper edge.
    mutating func frame(_ box: Area, title: String, theme: Theme) {
        let style = Style(.quiet)
        for x in box.x..<box.maxX {
            put(theme.glyph("─", "-"), x: x, y: box.y, style: style)
            put(theme.glyph("─", "-"), x: x, y: box.maxY - 1, style: style)
        }
        for y in box.y..<box.maxY {
            put(theme.glyph("│", "|"), x: box.x, y: y, style: style)
            put(theme.glyph("│", "|"), x: box.maxX - 1, y: y, style: style)
        }
        put(theme.glyph("┌", "+"), x: box.x, y: box.y, style: style)
        put(theme.glyph("┐", "+"), x: box.maxX - 1, y: box.y, style: style)
        put(theme.glyph("└", "+"), x: box.x, y: box.maxY - 1, style: style)
        put(theme.glyph("┘", "+"), x: box.maxX - 1, y: box.maxY - 1, style: style)
        write(
            " \(title) ".truncated(to: max(0, box.width - 4), theme: theme), x: box.x + 2, y: box.y,
            style: Style(.strong))
    }
}
