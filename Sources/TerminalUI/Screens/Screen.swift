import Workbench

extension ScreenID {
    /// The screen itself.
    var screen: any Screen {
        switch self {
        case .train: TrainScreen()
        case .layers: LayerScreen()
        case .samples: SampleScreen()
        case .luts: LutScreen()
        case .modulation: ModulationScreen()
        case .runs: RunsScreen()
        case .log: LogScreen()
        }
    }
}

/// One screen: a pure function of what the session published and what the person has set.
protocol Screen: Sendable {
    /// Draws the part between header and status line.
    func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas
}

/// A whole picture of the terminal: header, screen, status line, and what lies over them.
enum Frame {
    static func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        if case .start(let menu) = state.overlay {
            canvas.draw(
                StartScreen(menu: menu).draw(
                    size: Size(width: size.width, height: max(1, size.height - 1)), theme: theme), x: 0, y: 0)
            if size.height >= 2 {
                StatusLine(state: state, theme: theme).draw(on: &canvas, y: size.height - 1, width: size.width)
            }
            return canvas
        }
        HeaderPanel(snapshot: snapshot, theme: theme).draw(on: &canvas, y: 0, width: size.width)
        guard size.height >= 2 else { return canvas }
        let body = canvas.area.inset(top: 1, bottom: 1)
        if !body.isEmpty { canvas.draw(draw(snapshot, state, body: body.size, theme: theme), x: body.x, y: body.y) }
        if case .picker(let picker) = state.overlay {
            PickerPanel(picker: picker, theme: theme).draw(on: &canvas, in: body)
        }
        if case .prompt(let prompt) = state.overlay {
            PromptPanel(prompt: prompt, keys: state.keys, theme: theme).draw(on: &canvas, in: body)
        }
        var width = size.width
        if let export = snapshot.export, let bar = ExportBar(export: export, theme: theme).line(width: width) {
            width -= bar.width + 1
            canvas.write(bar, x: width + 1, y: size.height - 1)
        }
        StatusLine(state: state, theme: theme).draw(on: &canvas, y: size.height - 1, width: width)
        return canvas
    }

    private static func draw(_ snapshot: Snapshot, _ state: UIState, body: Size, theme: Theme) -> Canvas {
        if case .help(let scroll) = state.overlay {
            return HelpPage(keys: state.keys, scroll: scroll, hostOnlyFactor: snapshot.hostOnlyFactor).draw(
                size: body, theme: theme)
        }
        return state.screen.screen.draw(snapshot, state, size: body, theme: theme)
    }
}
