import Workbench

/// What the tour tells, in a box above the status line.
struct TourPanel {
    let tour: Tour
    let snapshot: Snapshot
    let keys: KeyMap
    let theme: Theme

    /// Lower terminals have no room for more than a line.
    private static let heightWithBox = 14

    /// Rows of text that the longest step takes.
    private static func textHeight(width: Int) -> Int { width >= 76 ? 3 : width >= 56 ? 4 : width >= 48 ? 5 : 7 }

    /// The rows that it takes of a terminal.
    static func height(of size: Size) -> Int {
        guard size.height >= heightWithBox else { return min(1, size.height / 4) }
        return min(textHeight(width: size.width), size.height / 3) + 2
    }

    func draw(on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        canvas.fill(area)
        guard area.height > 2 else {
            // The key first: the end is cut off.
            let line = tour.step.map { "\(label($0.key)): \($0.title)" } ?? heading
            canvas.write(line.truncated(to: area.width, theme: theme), x: area.x, y: area.y, style: Style(.strong))
            return
        }
        canvas.frame(area, title: heading, theme: theme)
        let inside = area.inset(left: 2, top: 1, right: 2, bottom: 1)
        for (row, line) in text.wrapped(to: inside.width).prefix(inside.height).enumerated() {
            canvas.write(line, x: inside.x, y: inside.y + row, limit: inside.width)
        }
        let ways = " \(label(.enter)) skips  \(label(.escape)) ends the tour "
        guard tour.step != nil, ways.displayWidth + 4 <= area.width else { return }
        canvas.write(ways, x: area.maxX - ways.displayWidth - 2, y: area.maxY - 1, style: Style(.quiet))
    }

    private var heading: String {
        guard let step = tour.step else { return "the tour is over" }
        return "tour \(tour.place + 1)/\(Tour.steps.count): \(step.title)"
    }

    /// What is told, with the key where it is now.
    private var text: String {
        guard let step = tour.step else {
            return "Press \(label(.enter)) to close this, and \(label(.character("q"))) to leave the workbench. "
                + "bbwb without a name lists the experiments; Documentation/Screens.md shows more."
        }
        return step.text(snapshot).replacing("{key}", with: label(step.key))
    }

    private func label(_ key: Key) -> String { keys.place(of: key).word }
}
