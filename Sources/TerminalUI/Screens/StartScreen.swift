import Workbench

/// Screen 0: what can be opened, with its data, best results and pictures; beside it, where there is room, the selected line.
struct StartScreen: Screen {
    private static let widthWithPreview = 118
    private static let listWidth = 80

    func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        let runs = state.runs.contents.runs
        let entries = state.start.entries(runs)
        let hasPreview = size.width >= Self.widthWithPreview && size.height >= 12
        let width = hasPreview ? max(Self.listWidth, size.width * 3 / 5) : size.width
        guard !entries.isEmpty else {
            canvas.note("no line contains '\(state.start.filter)'", in: canvas.area)
            return canvas
        }
        let list = StartList(entries: entries, selection: state.start.selection, runs: runs ?? [], theme: theme)
        list.draw(on: &canvas, in: Area(x: 0, y: 0, width: width, height: size.height))
        if hasPreview, entries.indices.contains(state.start.selection) {
            let entry = entries[state.start.selection]
            let run = entry.run(among: runs ?? [])
            StartPreview(
                entry: entry, run: run, curves: run.flatMap { state.runs.contents.opened[$0.directory.path] },
                view: state.plots, theme: theme
            ).draw(on: &canvas, in: canvas.area.inset(left: width + 2))
        }
        return canvas
    }
}
