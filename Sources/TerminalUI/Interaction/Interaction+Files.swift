import Workbench

// Keys that save, load and write pictures.
extension Interaction {
    mutating func save() {
        guard canCommand() else { return }
        guard snapshot.runDirectory != nil else { return say("this run keeps no directory to save to", .warning) }
        ask(.send(.save(nil)))
        say("saving a checkpoint")
    }

    mutating func openCheckpoints() {
        if snapshot.isOfNothing { return ask(.listAllCheckpoints(in: state.start.menu.runsFolder)) }
        guard canCommand(mends: true) else { return }
        guard let directory = snapshot.runDirectory else {
            return say("this run keeps no directory to load from", .warning)
        }
        ask(.listCheckpoints(near: directory))
    }

    /// Lets the person choose among the checkpoints that were found near a run's folder.
    mutating func choose(among files: [Picker.Item], near directory: String) {
        guard !files.isEmpty else {
            return say(
                snapshot.isOfNothing
                    ? "no checkpoint (*.\(Picker.checkpointExtension)) in \(directory): every training makes some"
                    : "no checkpoint (*.\(Picker.checkpointExtension)) in \(directory) or beside it: "
                        + "\(label("s")) saves one",
                .warning)
        }
        state.overlay = .picker(Picker(title: "load a checkpoint", items: files))
    }

    mutating func choose() {
        guard case .picker(let picker) = state.overlay, picker.items.indices.contains(picker.selection) else { return }
        let item = picker.items[picker.selection]
        state.overlay = .none
        switch item.choice {
        case .load(let path): askToLoad(path, label: item.label)
        case .export(let request): export(request)
        case .sweepField(let path, let value): askForSweep(over: path, from: value)
        case .nothing: break
        }
    }

    /// Loads a checkpoint; where that would lose what was trained since the last save, asks first.
    mutating func askToLoad(_ path: String, label: String) {
        if snapshot.isOfNothing { return askToOpen(path, called: label) }
        guard canCommand(mends: true) else { return }
        guard snapshot.isUnsaved, snapshot.step > 0 else { return load(path, label: label) }
        let discard = Question.Choice(
            key: .character("d"), label: "discard and load", answer: .load(path: path, label: label, saving: false))
        let save = Question.Choice(
            key: .character("y"), label: "save, then load", answer: .load(path: path, label: label, saving: true))
        state.overlay = .question(
            Question(
                text: "Step \(snapshot.step) is not saved.",
                choices: snapshot.runDirectory == nil ? [discard] : [save, discard]))
    }

    /// Loads a checkpoint; what was steered before has no meaning after it.
    mutating func load(_ path: String, label: String) {
        guard canCommand(mends: true) else { return }
        history.removeAll()
        pending.removeAll()
        ask(.send(.load(path)))
        say("loading \(label)")
    }

    mutating func writePictures() {
        guard let directory = snapshot.runDirectory else {
            return say("this run keeps no directory to write to", .warning)
        }
        ask(.writePictures(to: directory))
    }

    /// Writes the whole screen as it is seen.
    mutating func writeScreen() {
        let place = snapshot.runDirectory ?? "."
        let name = "screen-\(state.screen.title.lowercased())-\(snapshot.step).svg"
        ask(.writeScreen(to: place, name: name))
    }

    /// Says which pictures were written.
    mutating func say(written names: [String], to directory: String) {
        say(
            names.isEmpty
                ? "nothing to write yet: no samples and no mini-batch"
                : "wrote \(names.joined(separator: ", ")) to \(directory)")
    }
}
