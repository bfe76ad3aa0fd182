import Workbench

/// The `?` page: the binding table, in columns where there is room.
struct HelpPage {
    let keys: KeyMap
    let scroll: Int
    /// How many times as long plain reference code takes on this machine; nil while that is not measured.
    var hostOnlyFactor: Double?

    private static let columnWidth = 52

    func draw(size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        let lines = Self.lines(keys: keys, theme: theme, hostOnlyFactor: hostOnlyFactor)
        let columns = Self.columns(size)
        let rows = size.height
        let first = min(scroll, Self.lastScroll(size))
        for (index, line) in lines.dropFirst(first).prefix(rows * columns).enumerated() {
            canvas.write(
                line, x: index / rows * Self.columnWidth, y: index % rows,
                limit: columns == 1 ? size.width : Self.columnWidth - 2)
        }
        return canvas
    }

    /// Lines that the page can be scrolled in a body of this size.
    static func lastScroll(_ size: Size) -> Int {
        max(0, lines(keys: KeyMap(), theme: Theme()).count - max(1, size.height) * columns(size))
    }

    private static func columns(_ size: Size) -> Int { max(1, min(3, size.width / columnWidth)) }

    private static func lines(keys: KeyMap, theme: Theme, hostOnlyFactor: Double? = nil) -> [Line] {
        var lines: [Line] = []
        let add = { (lines: inout [Line], label: String, summary: String) in
            var line = Line(" " + theme.keyLabel(label).padded(to: 11), Style(.key))
            line.append(summary)
            lines.append(line)
        }
        for section in KeySection.allCases {
            let bindings = BindingTable.bindings.filter { $0.section == section }
            if !lines.isEmpty { lines.append(Line("")) }
            lines.append(Line(section.title, Style(.strong)))
            for binding in bindings {
                var summary = binding.summary
                if binding.keys.contains(.character("H")), let hostOnlyFactor {
                    summary += ": \(FigureText.factor(hostOnlyFactor)) times as slow here"
                }
                add(&lines, keys.label(binding), summary)
            }
        }
        lines += [Line(""), Line(PointerSummary.title, Style(.strong))]
        for row in PointerSummary.rows { add(&lines, row.action, row.summary) }
        return lines
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
