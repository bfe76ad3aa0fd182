import Workbench

// Keys that start, stop and move a run.
extension Interaction {
    mutating func pauseOrResume() {
        guard canCommand() else { return }
        switch snapshot.state {
        case .paused:
            ask(.send(.resume))
            say("going on")
        case .finished: sayFinished()
        default:
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
        say("to the end of the epoch")
    }

    private mutating func canStep() -> Bool {
        guard canCommand() else { return false }
        guard snapshot.state == .finished else { return true }
        sayFinished()
        return false
    }

    private mutating func sayFinished() {
        say("all \(snapshot.epochs) epochs are done: R starts again, l loads a checkpoint", .warning)
    }

    mutating func askRestart() {
        guard canCommand() else { return }
        state.overlay = .question(
            Question(
                text: "Restart from step 0?",
                choices: [
                    .init(key: .character("y"), label: "yes", answer: .restart),
                    .init(key: .character("n"), label: "no", answer: nil),
                ]))
    }

    /// Quits; while mini-batches run, asks first. Training that could be lost is saved unless the answer says otherwise.
    mutating func quit() {
        switch snapshot.state {
        case .starting, .stopped, .failed: ask(.quit(saving: false))
        case .paused, .finished: ask(.quit(saving: isWorthSaving))
        case .training, .evaluating: askQuit()
        }
    }

    private mutating func askQuit() {
        let yes = Question.Choice(
            key: .character("y"), label: isWorthSaving ? "save and quit" : "quit, nothing is kept",
            answer: .quit(saving: isWorthSaving))
        let discard = Question.Choice(key: .character("d"), label: "discard and quit", answer: .quit(saving: false))
        let no = Question.Choice(key: .character("n"), label: "go on", answer: nil)
        state.overlay = .question(
            Question(text: "Quit while training?", choices: isWorthSaving ? [yes, discard, no] : [yes, no]))
    }
}
