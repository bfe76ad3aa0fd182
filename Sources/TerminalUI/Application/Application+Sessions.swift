import BinaryBrain
import Workbench

// One session after another.
extension Application {
    /// Shows another session; what was open ends in the background.
    func show(saving: Bool, _ make: () throws -> any WorkbenchSession) {
        do {
            sessions.replace(by: try make(), saving: saving)
            focus = .overview
            interaction.enter(session.snapshot)
        } catch {
            interaction.say(error.localizedDescription, .bad)
        }
    }

    /// A file that is being changed when the program is told to stop is kept beside where it belongs.
    func keepDraft() {
        guard let draft = interaction.state.draft, draft.isUnsaved else { return }
        try? AtomicFile.write(Array(draft.draft.text.utf8), to: "\(draft.path ?? draft.suggestedPath).unsaved")
    }

    /// Goes on with what has waited for a session to save: a training that is given away, or a run that is taken over.
    func continueHandOver() {
        switch sessions.handOver(open: open) {
        case .none: break
        case .show(let make): show(saving: false, make)
        case .failed(let why): interaction.say(why, .bad)
        }
        isDirty = true
    }
}
