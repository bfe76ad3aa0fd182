import Workbench

/// An experiment's file with the selected line, what that line may say, and the net that comes of the file, or what is wrong with it.
struct DraftScreen {
    let draft: DraftState
    /// What came of the text that was checked last.
    let report: DraftReport?

    private static let widthOfTwoColumns = 118

    func draw(size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        let isWide = size.width >= Self.widthOfTwoColumns
        let split = isWide ? size.width / 2 : size.height * 9 / 20
        let file =
            isWide ? canvas.area.inset(right: size.width - split) : canvas.area.inset(bottom: size.height - split)
        drawFile(on: &canvas, in: file, theme: theme)
        let rest = isWide ? canvas.area.inset(left: split + 2) : canvas.area.inset(top: split)
        for (row, line) in notes(in: rest.size).prefix(rest.height).enumerated() {
            canvas.write(line, x: rest.x, y: rest.y + row, limit: rest.width)
        }
        return canvas
    }

    private var title: Line {
        var line = Line(draft.path ?? "a copy of \(draft.draft.source)", Style(.strong))
        line.append(draft.isUnsaved ? "  changed" : "", .warning)
        if !draft.sweep.isEmpty { line.append("  sweep \(draft.sweep)", .key) }
        return line
    }

    private func drawFile(on canvas: inout Canvas, in area: Area, theme: Theme) {
        canvas.write(title, x: area.x, y: area.y, limit: area.width)
        let room = area.height - 1
        guard room > 0 else { return }
        let lines = draft.draft.lines
        let first = min(max(0, draft.selection - room / 2), max(0, lines.count - room))
        for (row, index) in (first..<min(lines.count, first + room)).enumerated() {
            let rowArea = Area(x: area.x, y: area.y + 1 + row, width: area.width, height: 1)
            let isBad = isCurrent && report?.line == index
            canvas.write(
                isBad ? theme.text("✗", "!") : " ", x: area.x, y: rowArea.y, style: Style(.bad),
                limit: area.width)
            let isRemark = draft.draft.content(of: index) == .remark
            canvas.write(
                SafeText.clean(lines[index]).truncated(to: max(0, area.width - 2), theme: theme), x: area.x + 2,
                y: rowArea.y,
                style: Style(isBad ? .bad : isRemark ? .quiet : .text), limit: area.width - 2)
            guard index == draft.selection else { continue }
            canvas.restyle(rowArea) { Style(foreground: $0.foreground, attributes: $0.attributes.union(.reverse)) }
        }
    }

    private var isCurrent: Bool { report?.text == draft.draft.text }

    /// What is wrong, or the net; below that as much as there is room for of what the selected line may say.
    private func notes(in size: Size) -> [Line] {
        var notes: [Line] = []
        if !isCurrent {
            notes.append(Line("checking …", Style(.quiet)))
        } else if let problem = report?.problem {
            notes += problem.wrapped(to: size.width).map { Line($0, Style(.bad)) }
        }
        if isCurrent, let report { notes += report.lines.flatMap { Self.fit($0, size.width) }.map { Line($0) } }
        let help = DraftHelp.lines(for: draft.draft.content(of: draft.selection)).flatMap { Self.fit($0, size.width) }
        guard !help.isEmpty else { return notes }
        // A long net leaves the help of the line that is being changed a third.
        return Array(notes.prefix(max(size.height - help.count - 1, size.height * 2 / 3))) + [Line("")]
            + help.map { Line($0, Style(.quiet)) }
    }

    /// A line as it is, its columns in their places, where it fits.
    private static func fit(_ text: String, _ width: Int) -> [String] {
        text.displayWidth <= width ? [text] : text.wrapped(to: width)
    }
}
