/// The suggestions for what is being typed, right above the line.
struct PromptPanel {
    let prompt: Prompt
    let keys: KeyMap
    let theme: Theme

    private static let limit = 12

    func draw(on canvas: inout Canvas, in area: Area) {
        let suggestions = prompt.suggestions
        let height = min(area.height, suggestions.count + 1, Self.limit + 1)
        guard height >= 2 else { return }
        let box = Area(x: area.x, y: area.maxY - height, width: area.width, height: height)
        canvas.fill(box)
        canvas.mark(box, as: .list)
        let heading =
            "\(suggestions.count) suggestions: \(label(.enter)) runs one, \(label(.tab)) copies it into the line, "
            + "\(label(.escape)) closes"
        canvas.write(heading, x: box.x, y: box.y, style: Style(.quiet, .underline), limit: box.width)
        let rows = height - 1
        let first = min(max(0, prompt.selection - rows / 2), max(0, suggestions.count - rows))
        for (row, index) in (first..<min(suggestions.count, first + rows)).enumerated() {
            let y = box.y + 1 + row
            let rowArea = Area(x: box.x, y: y, width: box.width, height: 1)
            let style = index == prompt.selection ? Style.selected : .plain
            canvas.fill(rowArea, style: style)
            canvas.mark(rowArea, as: .item(index))
            let detail = theme.keyLabel(detail(suggestions[index]))
            let used = canvas.write(
                suggestions[index].title.truncated(to: box.width - 2, theme: theme), x: box.x + 1, y: y, style: style,
                limit: box.width - 1)
            if used + detail.displayWidth + 3 <= box.width {
                canvas.write(detail, x: box.maxX - detail.displayWidth - 1, y: y, style: style)
            }
        }
    }

    private func label(_ key: Key) -> String { keys.place(of: key).label }

    /// The keys of an action where they are now, else what the suggestion says of itself.
    private func detail(_ suggestion: Suggestion) -> String {
        guard case .binding(let index) = suggestion.action else { return suggestion.detail }
        return keys.label(BindingTable.bindings[index])
    }
}
