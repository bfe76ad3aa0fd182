import Workbench

extension ScreenID {
    /// The screen itself.
    var screen: any Screen {
        switch self {
        case .start: StartScreen()
        case .train: TrainScreen()
        case .layers: LayerScreen()
        case .samples: SampleScreen()
        case .luts: LutScreen()
        case .modulation: ModulationScreen()
        case .runs: RunsScreen()
        case .log: LogScreen()
        case .queue: QueueScreen()
        case .sweeps: SweepsScreen()
        }
    }
}

/// One screen: a pure function of what the session published and what the person has set.
protocol Screen: Sendable {
    /// Draws the part between header and status line.
    func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas
}

/// A whole picture of the terminal: header, tabs, screen, status line, and what lies over them.
enum Frame {
    /// Lower terminals have no room for a line of tabs.
    private static let heightWithTabs = 16

    /// The part of a terminal between header or tabs and status line, or the box of the tour above that.
    static func body(of size: Size, hasTour: Bool) -> Area {
        Area(x: 0, y: 0, width: size.width, height: size.height)
            .inset(
                top: size.height >= heightWithTabs ? 2 : 1, bottom: 1 + (hasTour ? TourPanel.height(of: size) : 0))
    }

    static func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        HeaderPanel(snapshot: snapshot, theme: theme).draw(on: &canvas, y: 0, width: size.width)
        guard size.height >= 2 else { return canvas }
        let body = body(of: size, hasTour: state.tour != nil)
        if body.y > 1 { TabLine(snapshot: snapshot, state: state, theme: theme).draw(on: &canvas, y: 1) }
        if !body.isEmpty { canvas.draw(draw(snapshot, state, body: body.size, theme: theme), x: body.x, y: body.y) }
        if case .picker(let picker) = state.overlay {
            PickerPanel(picker: picker, theme: theme).draw(on: &canvas, in: body)
        }
        if case .prompt(let prompt) = state.overlay {
            PromptPanel(prompt: prompt, keys: state.keys, theme: theme).draw(on: &canvas, in: body)
        }
        if let tour = state.tour {
            TourPanel(tour: tour, snapshot: snapshot, keys: state.keys, theme: theme)
                .draw(on: &canvas, in: canvas.area.inset(top: body.maxY, bottom: 1))
        }
        var width = size.width
        // A question needs the whole line.
        let isQuestion = if case .question = state.overlay { true } else { false }
        if !isQuestion, let export = snapshot.export,
            let bar = ExportBar(export: export, theme: theme).line(width: width)
        {
            width -= bar.width + 1
            canvas.write(bar, x: width + 1, y: size.height - 1)
        }
        StatusLine(state: state, isWatching: snapshot.watched != nil, theme: theme).draw(
            on: &canvas, y: size.height - 1, width: width)
        return canvas
    }

    private static func draw(_ snapshot: Snapshot, _ state: UIState, body: Size, theme: Theme) -> Canvas {
        if case .help(let scroll, let search) = state.overlay {
            return HelpPage(
                keys: state.keys, scroll: scroll, search: search, hostOnlyFactor: snapshot.hostOnlyFactor
            ).draw(size: body, theme: theme)
        }
        if let draft = state.draft {
            return DraftScreen(draft: draft, report: state.runs.contents.draft).draw(size: body, theme: theme)
        }
        if snapshot.isOfNothing, !state.screen.needsNoExperiment {
            var canvas = Canvas(size: body)
            canvas.note(
                "no experiment is open: \(state.keys.place(of: ScreenID.start.key).word) lists what there is",
                in: canvas.area)
            return canvas
        }
        return state.screen.screen.draw(snapshot, state, size: body, theme: theme)
    }
}

extension Snapshot {
    /// Whether no experiment is open.
    var isOfNothing: Bool { experiment.isEmpty }
}
