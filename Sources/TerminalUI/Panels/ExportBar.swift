import Workbench

/// How far a running export is, at the right end of the bottom line.
struct ExportBar {
    let export: ExportSnapshot
    let theme: Theme

    private static let barWidth = 10

    /// `proving (yosys) ████░░░░░░  43%`, as much of it as fits in half of `width`.
    func line(width: Int) -> Line? {
        let share = min(1, max(0, export.fraction))
        let filled = Int((share * Double(Self.barWidth)).rounded())
        let percent = String(Int(share * 100))
        let figure = String(repeating: " ", count: 4 - percent.count) + percent + "%"
        var line = Line()
        let rest = Self.barWidth + figure.count + 1
        guard width / 2 >= rest else { return nil }
        let stage = SafeText.clean(export.stage).truncated(to: width / 2 - rest, theme: theme)
        if !stage.isEmpty { line.append("\(stage) ", .quiet) }
        line.append(String(repeating: theme.text("━", "="), count: filled), Style(.key))
        line.append(String(repeating: theme.text("─", "-"), count: Self.barWidth - filled), .quiet)
        line.append(figure, .quiet)
        return line
    }
}
