import Workbench

// What the terminal is told beside pictures.
extension Application {
    /// Rings, and tells the desktop, when a training has come to its end.
    func tellOfTheEnd() {
        guard let text = endNotice.take(session.snapshot) else { return }
        let kind = notice == .desktop && !terminal.takesStrings ? .bell : notice
        terminal.send(TerminalStrings.notice(text, kind))
    }

    /// Puts a text into the terminal's clipboard.
    func copy(_ text: String) {
        guard terminal.takesStrings, let sequence = TerminalStrings.copy(text) else {
            return interaction.say("this terminal takes nothing into its clipboard", .warning)
        }
        terminal.send(sequence)
    }
}
