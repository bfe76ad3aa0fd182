import Workbench

/// The second line: the screens with their keys, the present one marked.
struct TabLine {
    let snapshot: Snapshot
    let state: UIState
    let theme: Theme

    /// How the names are told, by the room that there is.
    private enum Naming: CaseIterable {
        /// All, with a space on each side.
        case whole
        /// All, the long ones shortened, with a space between two.
        case short
        /// That of the present screen alone.
        case present
    }

    /// Draws the line at row `y`.
    func draw(on canvas: inout Canvas, y: Int) {
        let tabs = ScreenID.allCases
        let naming = Naming.allCases.first { width(of: tabs, $0) <= canvas.width } ?? .present
        var x = 0
        var places: [(tab: ScreenID, x: Int)] = []
        for tab in tabs {
            places.append((tab, x))
            x += step(tab, naming)
        }
        // The present one last: its ground reaches into the space that it shares.
        for place in places.filter({ $0.tab != state.screen }) + places.filter({ $0.tab == state.screen }) {
            draw(place.tab, naming, on: &canvas, x: place.x, y: y)
        }
    }

    private func draw(_ tab: ScreenID, _ naming: Naming, on canvas: inout Canvas, x: Int, y: Int) {
        guard x < canvas.width else { return }
        let isShown = tab == state.screen
        let isEmpty = snapshot.isOfNothing && !tab.needsNoExperiment
        let style = isShown ? Style(.strong, .reverse) : Style(isEmpty ? .quiet : .text)
        canvas.write(" \(text(tab, naming)) ", x: x, y: y, style: style, limit: canvas.width - x)
        if !isShown {
            canvas.write(key(tab), x: x + 1, y: y, style: Style(.key), limit: canvas.width - x - 1)
        }
        canvas.mark(Area(x: x, y: y, width: step(tab, naming), height: 1), as: .tab(tab.rawValue))
    }

    /// Cells from a tab to the next.
    private func step(_ tab: ScreenID, _ naming: Naming) -> Int {
        text(tab, naming).displayWidth + (naming == .short ? 1 : 2)
    }

    private func width(of tabs: [ScreenID], _ naming: Naming) -> Int {
        tabs.reduce(naming == .short ? 1 : 0) { $0 + step($1, naming) }
    }

    private func key(_ tab: ScreenID) -> String { theme.keyLabel(state.keys.place(of: tab.key).label) }

    private func text(_ tab: ScreenID, _ naming: Naming) -> String {
        switch naming {
        case .whole: "\(key(tab)) \(tab.title)"
        case .short: "\(key(tab)) \(tab.shortTitle)"
        case .present: tab == state.screen ? "\(key(tab)) \(tab.title)" : key(tab)
        }
    }
}
