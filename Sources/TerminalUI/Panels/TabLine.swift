import Workbench

/// The second line: the screens with their keys, the present one marked.
struct TabLine {
    let snapshot: Snapshot
    let state: UIState
    let theme: Theme

    /// Draws the line at row `y`; in a narrow terminal only the present screen has its name.
    func draw(on canvas: inout Canvas, y: Int) {
        let tabs = ScreenID.allCases
        let room = tabs.reduce(tabs.count - 1) { $0 + text($1, isNamed: true).displayWidth + 1 }
        let isWide = room <= canvas.width
        var x = 0
        for tab in tabs where x < canvas.width {
            let isShown = tab == state.screen
            let text = text(tab, isNamed: isWide || isShown)
            let isEmpty = snapshot.isOfNothing && !tab.needsNoExperiment
            let style = isShown ? Style(.strong, .reverse) : Style(isEmpty ? .quiet : .text)
            let used = canvas.write(" \(text) ", x: x, y: y, style: style, limit: canvas.width - x)
            if !isShown {
                let key = key(tab)
                canvas.write(key, x: x + 1, y: y, style: Style(.key), limit: canvas.width - x - 1)
            }
            canvas.mark(Area(x: x, y: y, width: used, height: 1), as: .tab(tab.rawValue))
            x += used
        }
    }

    private func key(_ tab: ScreenID) -> String { theme.keyLabel(state.keys.place(of: tab.key).label) }

    private func text(_ tab: ScreenID, isNamed: Bool) -> String { isNamed ? "\(key(tab)) \(tab.title)" : key(tab) }
}
