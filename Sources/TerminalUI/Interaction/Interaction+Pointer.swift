// What a pointer does: rows are selected by a press, lists scrolled and plots zoomed by the wheel, plots dragged.
extension Interaction {
    /// Handles a pointer on the picture that `canvas` is; what it asks of the world outside is in `effects`.
    mutating func point(_ event: PointerEvent, at target: Target?) {
        switch event.kind {
        case .press: press(target, x: event.x)
        case .drag: drag(to: event.x)
        case .release: release(x: event.x)
        case .wheelUp: wheel(-1, on: target)
        case .wheelDown: wheel(1, on: target)
        }
    }

    private mutating func press(_ target: Target?, x: Int) {
        state.drag = nil
        switch target?.meaning {
        case .item(let index): take(item: index)
        case .layer(let index) where state.overlay == .none: select(layer: index)
        case .lut(let index) where state.overlay == .none: state.selectedLut = index
        case .sample(let index) where state.overlay == .none: state.selectedSample = index
        case .run(let index) where state.overlay == .none:
            if state.runs.selection == index { openRun() } else { state.runs.selection = index }
        case .tab(let number) where state.overlay == .none:
            guard let screen = ScreenID(rawValue: number) else { return }
            show(screen)
            if state.tour?.step?.key == screen.key { continueTour() }
        case .plot(let range, let isLogarithmic) where state.overlay == .none:
            let steps = StepAxis(range, logarithmic: isLogarithmic)
            if let area = target?.area { state.drag = PlotDrag(steps: steps, area: area, start: x, view: state.plots) }
        case .layer, .lut, .sample, .run, .tab, .plot, .list, nil: break
        }
    }

    /// A press selects; on what is selected already, it takes it.
    private mutating func take(item index: Int) {
        switch state.overlay {
        case .picker(var picker):
            guard picker.selection != index else { return choose() }
            picker.selection = index
            state.overlay = .picker(picker)
        case .prompt(var prompt):
            guard prompt.selection != index else { return acceptPrompt() }
            prompt.selection = index
            state.overlay = .prompt(prompt)
        case .none where state.screen == .start:
            if state.start.selection == index { openEntry() } else { selectEntry(by: index - state.start.selection) }
        case .none where state.screen == .queue:
            if state.queue.selection == index { openQueueEntry() } else { state.queue.select(index) }
        case .none where state.screen == .sweeps:
            guard let overview = state.queue.contents.sweep else { return }
            let selection = state.sweeps.selection(among: state.sweeps.rows(overview))
            if selection == index { openCombination() } else { selectCombination(index) }
        case .none, .help, .question: break
        }
    }

    /// The mini-batch under the pointer when the plot was pressed stays under it.
    private mutating func drag(to x: Int) {
        guard var drag = state.drag, x != drag.start || drag.hasMoved else { return }
        drag.hasMoved = true
        state.drag = drag
        guard drag.view.span != nil else {
            return say("the whole run is shown: \(zoomInKey) zooms in, then you can drag it", .warning)
        }
        let width = drag.steps.range.upperBound - drag.steps.range.lowerBound
        let cells = max(1, drag.area.width - 1)
        var view = drag.view
        _ = view.move(by: Int((Double((drag.start - x) * width) / Double(cells)).rounded()), newest: snapshot.step)
        state.plots = view
    }

    private var zoomInKey: String { state.keys.place(of: .character(")")).label }

    /// A press without a drag puts the cursor there.
    private mutating func release(x: Int) {
        guard let drag = state.drag else { return }
        state.drag = nil
        guard !drag.hasMoved else { return }
        let step = drag.steps.step(atColumn: x - drag.area.x, width: drag.area.width)
        state.plots.setCursor(step, newest: snapshot.step)
    }

    private mutating func wheel(_ direction: Int, on target: Target?) {
        if state.overlay != .none { return scroll(3 * direction) }
        if case .plot = target?.meaning { return zoom(direction) }
        switch state.screen {
        case .log: scroll(3 * direction)
        case .luts: selectLut(by: direction)
        case .samples: selectSample(by: direction)
        case .train, .layers: selectLayer(direction)
        case .runs: selectRun(by: direction)
        case .start: selectEntry(by: direction)
        case .queue: selectQueueEntry(by: direction)
        case .sweeps: selectCombination(by: direction)
        case .modulation: break
        }
    }
}

/// A plot that is being dragged.
struct PlotDrag: Hashable, Sendable {
    /// What the plot showed when it was pressed, and where.
    var steps: StepAxis
    var area: Area
    /// The column that was pressed.
    var start: Int
    /// The view then.
    var view: PlotView
    var hasMoved = false
}
