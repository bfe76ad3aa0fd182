import Workbench

// Keys that look at runs of other processes, and that give a training away and take it back.
extension Interaction {
    /// Looks at a run; where something else is training, asks what is to become of it.
    mutating func watch(_ run: RunSummary) { watch(run.directory.path, called: run.name) }

    /// Looks at the run in a folder.
    mutating func watch(_ path: String, called name: String) {
        guard path != snapshot.runDirectory else { return show(.train) }
        askToLeave(
            for: "look at \(name)",
            saving: .watch(path, saving: true), discarding: .watch(path, saving: false))
    }

    /// Looks at the selected run of a list, read-only, whether it goes on or not.
    mutating func watchSelected() {
        switch state.screen {
        case .start:
            guard case .run(let run) = selectedEntry else { return say("select a past run first", .warning) }
            watch(run)
        case .queue: watchQueueEntry()
        case .sweeps: watchCombination()
        default:
            guard let run = state.runs.selected else { return say("no run is selected", .warning) }
            watch(run)
        }
    }

    /// Gives the training to a process of its own, or takes the run that is looked at.
    mutating func detachOrTakeOver() {
        if let watched = snapshot.watched { return takeOver(watched) }
        guard canCommand() else { return }
        guard snapshot.state != .finished else {
            return say("all epochs are done: there is nothing to train", .warning)
        }
        guard isWorthSaving else {
            return say("there is nothing to go on from yet: wait for the first mini-batch", .warning)
        }
        say("saving; then a process of its own goes on")
        ask(.detach)
    }

    private mutating func takeOver(_ watched: WatchedSnapshot) {
        guard let path = snapshot.runDirectory else { return say("the run has not begun yet", .warning) }
        guard watched.state == .running else { return askToOpen(path, called: path) }
        guard let owner = watched.owner, owner.canBeSignalled else {
            let name = watched.owner.map { "\($0)" } ?? "another process"
            return say("\(name) trains it: stop it there, then \(label("d")) continues here", .warning)
        }
        state.overlay = .question(
            Question(
                text: "\(owner) trains it.",
                choices: [
                    .init(
                        key: .character("y"), label: "save and stop it, continue here",
                        answer: .takeOver(process: owner.process, run: path)),
                    .init(key: .character("n"), label: "only look", answer: nil),
                ]))
    }

    /// Does what an answer says at once where nothing is lost by it; asks where something is training.
    mutating func askToLeave(for what: String, saving: Answer, discarding: Answer) {
        guard snapshot.watched == nil else { return give(discarding) }
        switch snapshot.state {
        case .starting, .stopped, .failed: give(discarding)
        case .paused where snapshot.missing.isEmpty, .finished where snapshot.missing.isEmpty:
            give(isWorthSaving ? saving : discarding)
        case .paused, .finished, .training, .evaluating, .pausing:
            let save = Question.Choice(key: .character("y"), label: "save, stop, and \(what)", answer: saving)
            let discard = Question.Choice(key: .character("d"), label: "discard it", answer: discarding)
            state.overlay = .question(
                Question(
                    text: snapshot.missing.first.map { "\($0)." } ?? "\(snapshot.experiment) is training.",
                    choices: isWorthSaving ? [save, discard] : [discard]))
        }
    }
}
