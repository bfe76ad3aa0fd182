// Keys of the start screen.
extension Interaction {
    mutating func selectExperiment(by lines: Int) {
        guard case .start(var menu) = state.overlay else { return }
        menu.selection = min(max(0, menu.selection + lines), max(0, menu.items.count - 1))
        state.overlay = .start(menu)
    }

    /// Opens the selected experiment, if its data are there.
    mutating func openExperiment() {
        guard case .start(let menu) = state.overlay, menu.items.indices.contains(menu.selection) else { return }
        let item = menu.items[menu.selection]
        if let remedy = item.remedy { return say("the data set \(item.data) is missing: \(remedy)", .warning) }
        say("opening \(item.name)")
        ask(.open(item.name))
    }

    /// A session has begun.
    mutating func leaveStart() {
        if case .start = state.overlay { state.overlay = .none }
    }
}
