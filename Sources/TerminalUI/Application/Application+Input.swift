import Glibc
import Workbench

// What the loop does with keys, pointers, pastes and signals.
extension Application {
    /// Takes the keys that wait. However fast they come, signals are heard between two of them, and everything else that the loop
    /// does has its turn after a picture's time; so a picture is drawn then, and when there are no more.
    func handleKeys() {
        let start = Self.now
        hasInputLeft = false
        while let input = terminal.nextInput() {
            take(input)
            hasInputLeft = signals.areWaiting || Self.now - start >= frameTime
            if hasInputLeft { break }
        }
        if isDirty, !requests.isMade, terminal.secondsUntilPicture <= 0 { draw() }
    }

    private func take(_ input: Input) {
        lastInput = Self.now
        if requests.isMade {
            // Whoever waits for the save can only give it up.
            if case .key(.control("c")) = input { interrupt(SIGINT) }
            return
        }
        interaction.now = lastInput
        interaction.observe(session.snapshot)
        let effects: [Effect]
        switch input {
        case .key(let key): effects = interaction.press(key)
        case .pointer(let event):
            // It points at what is seen.
            if isDirty { draw() }
            effects = interaction.point(event, on: picture)
        case .paste(let text): effects = interaction.take(pasted: text)
        }
        for effect in effects { perform(effect) }
        isDirty = true
    }

    func handleSignals() {
        for signal in signals.drain() {
            switch signal {
            case SIGWINCH, SIGCONT:
                if !isHungUp { terminal.resize() }
                draw()
            case SIGTSTP: suspend()
            default: interrupt(signal)
            }
        }
    }

    func suspend() {
        guard !isHungUp else { return }
        let count = signals.waitingCount()
        terminal.suspend { signals.stopHere(after: count) }
        draw()
    }
}
