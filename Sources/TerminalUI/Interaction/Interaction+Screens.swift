// Keys that move between screens, pages and lists.
extension Interaction {
    mutating func show(_ screen: ScreenID) {
        state.screen = screen
        if screen == .runs { listRuns() }
        if screen == .start { refreshStart() }
        if screen == .luts, snapshot.layers.indices.contains(state.selectedLayer),
            snapshot.layers[state.selectedLayer].lutCount == nil,
            let first = snapshot.layers.firstIndex(where: { $0.lutCount != nil })
        {
            select(layer: first)
        }
    }

    mutating func openHelp() { state.overlay = .help(scroll: 0) }

    mutating func closeHelp() { state.overlay = .none }

    mutating func escape() {
        if case .prompt(let prompt) = state.overlay, prompt.kind == .logFilter { state.logFilter = "" }
        if case .prompt(let prompt) = state.overlay, prompt.kind == .runFilter { state.runs.filter = "" }
        if case .prompt(let prompt) = state.overlay, prompt.kind == .startFilter { state.start.filter = "" }
        if case .help(_, let search) = state.overlay, !search.isEmpty {
            state.overlay = .help(scroll: 0)
        } else if state.overlay != .none {
            state.overlay = .none
        } else if state.draft != nil {
            leaveDraft()
        } else if state.tour != nil {
            endTour()
        } else if state.screen == .runs, state.runs.shown != nil {
            state.runs.shown = nil
        } else if state.screen == .runs, !state.runs.filter.isEmpty {
            state.runs.filter = ""
            state.runs.clampSelection()
        } else if state.screen == .log, !state.logFilter.isEmpty {
            state.logFilter = ""
        } else if state.screen == .train, state.plots.cursor != nil {
            state.plots.setCursor(nil, newest: snapshot.step)
        } else if state.screen == .start, !state.start.filter.isEmpty {
            state.start.filter = ""
        } else if state.screen != home {
            show(home)
        } else {
            say("there is nothing to go back to: \(label("q")) quits", .warning)
        }
    }

    /// Where one comes back to.
    private var home: ScreenID { snapshot.isOfNothing ? .start : .train }

    /// Takes a letter into the search of the help page, or the last one away.
    mutating func searchHelp(_ change: (inout String) -> Void) {
        guard case .help(_, var search) = state.overlay else { return }
        change(&search)
        state.overlay = .help(scroll: 0, search: search)
    }

    mutating func suspend() { ask(.suspend) }

    mutating func redraw() { ask(.redraw) }

    mutating func nextTheme() {
        state.theme = state.theme.next
        ask(.theme(state.theme))
        say("theme \(state.theme.rawValue); --theme or the configuration file keeps it")
    }

    /// Moves in the list, page or log that has the keyboard.
    mutating func scroll(_ lines: Int) {
        switch state.overlay {
        case .help(let scroll, let search):
            let limit = HelpPage(keys: state.keys, scroll: scroll, search: search).lastScroll(state.bodySize)
            state.overlay = .help(scroll: min(max(0, scroll + lines), limit), search: search)
        case .picker(var picker):
            picker.selection = min(max(0, picker.selection + lines), picker.items.count - 1)
            state.overlay = .picker(picker)
        case .prompt(var prompt):
            prompt.move(by: lines)
            state.overlay = .prompt(prompt)
        case .none, .question:
            let limit = max(0, LogScreen.count(snapshot, state) - (state.bodySize.height - 1))
            state.logScroll = min(max(0, state.logScroll - lines), limit)
        }
    }
}
