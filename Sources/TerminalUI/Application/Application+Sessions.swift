import BinaryBrain
import Workbench

// One session after another.
extension Application {
    /// Shows another session. What was open ends in the background or, where it is to be saved, before that: if that fails, it stays.
    func show(saving: Bool, _ make: () throws -> any WorkbenchSession) {
        do {
            let next = try make()
            guard !saving else {
                interaction.say("saving \(session.snapshot.experiment)")
                return sessions.replaceOnceSaved(by: next)
            }
            sessions.replace(by: next)
            focus = .overview
            interaction.enter(session.snapshot)
        } catch {
            // A file of one's own can be mended at once.
            if let fault = error as? SpecificationError, ExperimentLibrary.isOwnFile(fault.source) {
                for effect in DiskAnswers.give(.readDraft(file: fault.source, run: nil), to: &interaction) {
                    perform(effect)
                }
            }
            interaction.say("\(error)", .bad)
        }
    }

    /// The shown session was to end, and could not be saved: whatever was to come of that does not.
    func stay() {
        endIsOff()
        interaction.observe(session.snapshot)
        interaction.sayUnsaved()
        isDirty = true
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
