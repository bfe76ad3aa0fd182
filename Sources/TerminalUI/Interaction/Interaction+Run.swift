import Workbench

// Keys that start, stop and move a run.
extension Interaction {
    mutating func pauseOrResume() {
        guard canCommand() else { return }
        switch snapshot.state {
        case .paused, .pausing:
            ask(.send(.resume))
            say("resuming")
        case .finished: sayFinished()
        case .evaluating:
            ask(.send(.pause))
            say("pausing")
        case .starting, .training, .stopped, .failed:
            ask(.send(.pause))
            say("pausing after this mini-batch")
        }
    }

    mutating func stepMiniBatch() {
        guard canStep() else { return }
        ask(.send(.stepMiniBatch))
        say("one mini-batch")
    }

    mutating func stepEpoch() {
        guard canStep() else { return }
        ask(.send(.stepEpoch))
        say("training to the end of the epoch")
    }

    private mutating func canStep() -> Bool {
        guard canCommand() else { return false }
        guard snapshot.state == .finished else { return true }
        sayFinished()
        return false
    }

    private mutating func sayFinished() {
        say(
            "all \(snapshot.epochs) epochs are done: \(label("E")) trains more, \(label("R")) starts again, "
                + "\(label("l")) loads a checkpoint",
            .warning)
    }

    mutating func askRestart() {
        guard canCommand(mends: true) else { return }
        state.overlay = .question(
            Question(
                text: "Restart from step 0?",
                choices: [
                    .init(key: .character("y"), label: "yes", answer: .restart),
                    .init(key: .character("n"), label: "no", answer: nil),
                ]))
    }

    /// Asks how many epochs more.
    mutating func askForEpochs() {
        guard canCommand() else { return }
        state.overlay = .prompt(Prompt(.moreEpochs))
    }

    /// Asks for so many epochs more; false, with the reason said, if that is no number.
    mutating func trainMore(_ text: String) -> Bool {
        guard let more = Int(text), (1...1_000_000 - snapshot.epochs).contains(more) else {
            say("'\(text)' is not a number of epochs: write 10, for example", .warning)
            return false
        }
        let epochs = snapshot.epochs + more
        ask(.send(.epochs(epochs)))
        say("\(more) more: \(epochs) epochs in all")
        return true
    }

    /// Quits; while something is at work, asks first. Training that could be lost is saved unless the answer says otherwise.
    mutating func quit() {
        if snapshot.watched != nil { return ask(.quit(saving: false)) }
        if let export = snapshot.export { return askQuit("Quit during \(export.title)? It will be abandoned:") }
        switch snapshot.state {
        case .starting, .stopped, .failed: ask(.quit(saving: false))
        case .paused, .finished:
            if let missing = snapshot.missing.first { return askQuit("\(missing).") }
            ask(.quit(saving: isWorthSaving))
        case .training, .evaluating, .pausing: askQuit("Quit while training?")
        }
    }

    /// What was to end could not be saved, and so has stayed.
    mutating func sayUnsaved() {
        let reason = snapshot.missing.first ?? "it could not be saved"
        say("nothing was ended: \(reason)", .bad)
    }

    private mutating func askQuit(_ text: String) {
        let yes = Question.Choice(
            key: .character("y"), label: isWorthSaving ? "save and quit" : "quit without saving",
            answer: .quit(saving: isWorthSaving))
        let discard = Question.Choice(key: .character("d"), label: "discard and quit", answer: .quit(saving: false))
        let no = Question.Choice(key: .character("n"), label: "continue", answer: nil)
        state.overlay = .question(
            Question(text: text, choices: isWorthSaving ? [yes, discard, no] : [yes, no]))
    }
}
