import Workbench

// Keys of the start screen, and what opens another experiment.
extension Interaction {
    /// Shows what can be opened, before anything is.
    /// - Returns: what that asks for.
    mutating func begin(with menu: StartMenu, isOpen: Bool) -> [Effect] {
        answering { interaction in
            interaction.state.start.menu = menu
            interaction.state.start.selection = menu.selection
            if !isOpen { interaction.show(.start) }
        }
    }

    /// Takes what can be opened by now; the same line stays selected.
    mutating func refresh(_ menu: StartMenu) {
        let selected = selectedEntry?.identity
        state.start.menu.items = menu.items
        if let place = startEntries.firstIndex(where: { $0.identity == selected }) { state.start.selection = place }
    }

    /// Reads the past runs anew.
    mutating func refreshStart() { if let folder = runsFolder { ask(.listRuns(folder)) } }

    private var startEntries: [StartEntry] { state.start.entries(state.runs.contents.runs) }

    /// The selected line; nil if none is listed.
    var selectedEntry: StartEntry? {
        let entries = startEntries
        return entries.indices.contains(state.start.selection) ? entries[state.start.selection] : nil
    }

    mutating func selectEntry(by lines: Int) {
        let count = startEntries.count
        guard count > 0 else { return say("no line contains that: \(label(.escape)) shows all", .warning) }
        state.start.selection = min(max(0, state.start.selection + lines), count - 1)
        if let run = selectedEntry?.run(among: state.runs.contents.runs ?? []),
            state.runs.contents.opened[run.directory.path] == nil
        {
            ask(.openRun(run.directory.path))
        }
    }

    /// Opens the selected line: an experiment whose data are there, a run's newest state, or the list of checkpoints.
    mutating func openEntry() {
        switch selectedEntry {
        case .experiment(let item):
            if let remedy = item.remedy { return say("the data set \(item.data) is missing: \(remedy)", .warning) }
            askToOpen(item.name, called: item.name)
        case .run(let run): open(run)
        case .checkpoints: ask(.listAllCheckpoints(in: state.start.menu.runsFolder))
        case nil: say("no line contains that: \(label(.escape)) shows all", .warning)
        }
    }

    /// Goes on from a run's newest state; a run of another process is looked at.
    private mutating func open(_ run: RunSummary) {
        if run.state == .running { watch(run) } else { askToOpen(run.directory.path, called: run.name) }
    }

    /// Opens what a name or a path stands for; where something else is training, asks what is to become of it.
    mutating func askToOpen(_ name: String, called label: String) {
        guard !name.isEmpty else { return say("type the name of an experiment, or a path", .warning) }
        askToLeave(
            for: "open \(label)", saving: .open(name, saving: true), discarding: .open(name, saving: false))
    }

    mutating func open(_ name: String, saving: Bool) {
        say("opening \(name)")
        ask(.open(name, saving: saving))
    }
}
