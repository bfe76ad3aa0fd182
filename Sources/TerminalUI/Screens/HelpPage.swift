import Workbench

/// The `?` page: the binding table, in columns where there is room. What is typed leaves the lines that hold its words.
struct HelpPage {
    let keys: KeyMap
    let scroll: Int
    /// Words that a line must hold to be shown; empty shows all.
    var search = ""
    /// How many times as long plain reference code takes on this machine; nil while that is not measured.
    var hostOnlyFactor: Double?

    private static let columnWidth = 52

    func draw(size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        let lines = self.lines(theme: theme)
        canvas.write(heading, x: 0, y: 0, limit: size.width)
        let columns = Self.columns(size)
        let rows = max(1, size.height - 1)
        let first = min(scroll, lastScroll(size, theme: theme))
        for (index, line) in lines.dropFirst(first).prefix(rows * columns).enumerated() {
            canvas.write(
                line, x: index / rows * Self.columnWidth, y: 1 + index % rows,
                limit: columns == 1 ? size.width : Self.columnWidth - 2)
        }
        if lines.isEmpty { canvas.note("no key or command says that", in: canvas.area.inset(top: 1)) }
        return canvas
    }

    private var heading: Line {
        var line = Line("search: ", Style(.quiet))
        guard search.isEmpty else {
            line.append(search, .strong)
            line.append("  backspace deletes, \(keys.place(of: .escape).label) shows all", .quiet)
            return line
        }
        line.append("type a word", .quiet)
        return line
    }

    /// Lines that the page can be scrolled in a body of this size.
    func lastScroll(_ size: Size, theme: Theme = Theme()) -> Int {
        max(0, lines(theme: theme).count - max(1, size.height - 1) * Self.columns(size))
    }

    private static func columns(_ size: Size) -> Int { max(1, min(3, size.width / columnWidth)) }

    /// The rows that hold all words of the search, below the headings of their sections; commands only if they are looked for.
    private func lines(theme: Theme) -> [Line] {
        var sections = KeySection.allCases.map { section in
            (
                title: section.title,
                rows: BindingTable.bindings.filter { $0.section == section }.map {
                    (label: theme.keyLabel(keys.label($0)), summary: summary(of: $0))
                }
            )
        }
        sections.append((PointerSummary.title, PointerSummary.rows.map { (label: $0.action, summary: $0.summary) }))
        let words = search.lowercased().split(separator: " ")
        if !words.isEmpty {
            let commands = Palette.commands.map { (label: $0.title, summary: $0.detail) }
            sections.append(("Commands, after \(keys.place(of: .character(":")).label)", commands))
        }
        var lines: [Line] = []
        for section in sections {
            let rows = section.rows.filter { row in
                let text = "\(section.title) \(row.label) \(row.summary)".lowercased()
                return words.allSatisfy { text.contains($0) }
            }
            guard !rows.isEmpty else { continue }
            if !lines.isEmpty { lines.append(Line("")) }
            lines.append(Line(section.title, Style(.strong)))
            for row in rows {
                var line = Line(" " + row.label.padded(to: 10) + " ", Style(.key))
                line.append(row.summary)
                lines.append(line)
            }
        }
        return lines
    }

    private func summary(of binding: KeyBinding) -> String {
        guard binding.keys.contains(.character("H")), let hostOnlyFactor else { return binding.summary }
        return binding.summary + ": \(FigureText.factor(hostOnlyFactor)) times as slow here"
    }
}

extension Theme {
    /// A key label in the characters of this terminal.
    func keyLabel(_ label: String) -> String {
        guard glyphs == .ascii else { return label }
        return [("↑", "up"), ("↓", "down"), ("←", "left"), ("→", "right")]
            .reduce(label) { $0.replacing($1.0, with: $1.1) }
    }
}
