import BinaryBrain
import Workbench

// Keys that change an experiment's file before it trains.
extension Interaction {
    /// Opens the file of what is selected: an experiment or a past run of a list, else the run that is open.
    mutating func openDraft() {
        switch state.screen {
        case .start:
            switch selectedEntry {
            case .experiment(let item) where item.isOwnFile: ask(.readDraft(file: item.name, run: nil))
            case .experiment(let item): startDraft(item.text, source: item.name)
            case .run(let run): ask(.readDraft(file: nil, run: run.directory.specPath))
            case .checkpoints, nil: say("select an experiment or a past run first", .warning)
            }
        case .runs:
            guard let run = state.runs.selected else { return say("select a past run first", .warning) }
            ask(.readDraft(file: nil, run: run.directory.specPath))
        case .queue: openDraftOfQueueEntry()
        case .sweeps: openDraftOfSweep()
        case .train, .layers, .samples, .luts, .modulation, .log:
            ask(
                .readDraft(
                    file: snapshot.source, run: snapshot.runDirectory.map { RunDirectory(path: $0).specPath }))
        }
    }

    /// Shows a file that was read; a person's own is saved in its place.
    /// - Returns: what that asks for.
    mutating func beginDraft(_ text: String, source: String, isOwn: Bool = false) -> [Effect] {
        answering { $0.startDraft(text, source: source, isOwn: isOwn) }
    }

    /// Shows a text: as a person's own file, or as a copy that has no file yet.
    mutating func startDraft(_ text: String, source: String, isOwn: Bool = false) {
        let draft = ExperimentDraft(text, source: source)
        state.draft = DraftState(draft: draft, path: isOwn ? source : nil, saved: isOwn ? text : nil)
        ask(.checkDraft(draft))
    }

    mutating func selectDraftLine(by lines: Int) {
        guard let draft = state.draft else { return }
        state.draft?.select(draft.selection + lines)
    }

    mutating func askForDraftLine() {
        guard let draft = state.draft else { return }
        state.overlay = .prompt(
            Prompt(.draftLine(draft.selection), text: draft.draft.editable(draft.selection)))
    }

    mutating func askForDraftAddition() {
        guard let draft = state.draft else { return }
        let asElement = draft.draft.takesElement(below: draft.selection)
        let isTop = draft.draft.isTop(draft.selection)
        state.overlay = .prompt(
            Prompt(
                .draftAddition(
                    draft.selection, asElement: asElement, taken: isTop && !asElement ? draft.draft.topFields : [])))
    }

    /// Changes the draft, and has it checked.
    private mutating func changeDraft(_ body: (inout DraftState) -> Void) {
        guard var draft = state.draft else { return }
        let before = draft.draft.text
        draft.startsOnceChecked = false
        body(&draft)
        draft.select(draft.selection)
        state.draft = draft
        if draft.draft.text != before { ask(.checkDraft(draft.draft)) }
    }

    mutating func changeDraftLine(_ line: Int, to text: String) {
        state.overlay = .none
        changeDraft { draft in
            if draft.draft.lines.isEmpty {
                draft.draft.insert(text, below: line)
            } else {
                draft.draft.replace(line, with: text)
            }
        }
    }

    mutating func addToDraft(_ text: String, below line: Int) {
        state.overlay = .none
        guard !text.isEmpty else { return }
        changeDraft { $0.selection = $0.draft.insert(text, below: line) }
    }

    mutating func deleteDraftLine() { changeDraft { $0.draft.remove(at: $0.selection) } }

    mutating func moveDraftLine(by direction: Int) {
        guard let draft = state.draft else { return }
        var moved = draft.draft
        guard let place = moved.move(draft.selection, by: direction) else {
            return say("there is nothing \(direction < 0 ? "above" : "below") to change places with", .warning)
        }
        changeDraft {
            $0.draft = moved
            $0.selection = place
        }
    }

    mutating func undoDraft() {
        guard state.draft?.draft.isChanged == true else {
            return say("nothing to undo: the file is as it was", .warning)
        }
        changeDraft { _ = $0.draft.undo() }
    }

    /// Lets the person's editor have the file.
    mutating func editDraft() {
        guard let draft = state.draft else { return }
        ask(.edit(draft.draft.text))
    }

    /// Takes back what the editor has made of it, as one change.
    /// - Returns: what that asks for.
    mutating func edited(_ outcome: ExternalEditor.Outcome) -> [Effect] {
        answering { interaction in
            switch outcome {
            case .failed(let why): interaction.say(why, .warning)
            case .text(let text):
                let before = interaction.state.draft?.draft.text
                interaction.changeDraft { $0.draft.replaceAll(with: text) }
                guard interaction.state.draft?.draft.text != before else {
                    return interaction.say("nothing is changed")
                }
                interaction.say(
                    "changed; \(interaction.label("s")) saves the file, \(interaction.label("u")) takes it back")
            }
        }
    }

    /// The file of the draft was written by somebody: what is unchanged here becomes what it is there.
    /// - Returns: what that asks for.
    mutating func draftFileHolds(_ text: String, _ path: String) -> [Effect] {
        answering { interaction in
            guard let draft = interaction.state.draft, draft.path == path, text != draft.saved else { return }
            guard !draft.isUnsaved else {
                return interaction.say(
                    "another program has changed \(path), and so have you: "
                        + "\(interaction.label("s")) will save yours under another name", .warning)
            }
            interaction.changeDraft { $0.draft.replaceAll(with: text) }
            interaction.state.draft?.saved = text
            interaction.say("\(path) has been changed elsewhere, and is shown as it is now")
        }
    }

    mutating func redoDraft() {
        guard var draft = state.draft?.draft, draft.redo() else {
            return say("nothing was undone that could be made again", .warning)
        }
        changeDraft { $0.draft = draft }
    }

    /// Asks where to keep it, where that is not known, and saves it.
    mutating func askToSaveDraft(then: DraftState.AfterSaving) {
        guard let draft = state.draft else { return }
        if then == .train {
            guard isChecked else {
                state.draft?.startsOnceChecked = true
                return say("training starts once the file has been checked")
            }
            if let problem = draftProblem { return say("it cannot train yet: \(problem)", .warning) }
        }
        if let path = draft.path {
            ask(.saveDraft(draft.draft.text, to: path, replacing: draft.saved, then: then))
        } else {
            state.overlay = .prompt(Prompt(.draftPath(then: then), text: draft.suggestedPath))
        }
    }

    /// Whether what is known is of the text as it is.
    private var isChecked: Bool { state.runs.contents.draft?.text == state.draft?.draft.text }

    /// What is wrong with the draft as it is; nil if nothing is known to be.
    var draftProblem: String? {
        isChecked ? state.runs.contents.draft?.problem : "it is still being checked"
    }

    /// A draft has been checked: starts it where that was waited for.
    /// - Returns: what that asks for.
    mutating func draftWasChecked() -> [Effect] {
        answering { interaction in
            guard interaction.state.draft?.startsOnceChecked == true, interaction.isChecked else { return }
            interaction.state.draft?.startsOnceChecked = false
            interaction.askToSaveDraft(then: .train)
        }
    }

    mutating func saveDraft(to name: String, then: DraftState.AfterSaving) {
        guard let draft = state.draft else { return }
        guard !name.isEmpty else { return say("type the name of a file", .warning) }
        state.overlay = .none
        var path = name
        // Without an ending it would be taken for the name of an experiment that comes with the program.
        if !FilePath.name(of: path).contains(".") { path += ".yaml" }
        ask(.saveDraft(draft.draft.text, to: path, replacing: nil, then: then))
    }

    /// The draft is in its file.
    /// - Returns: what that asks for.
    mutating func draftSaved(_ text: String, at path: String, then: DraftState.AfterSaving) -> [Effect] {
        answering { interaction in
            interaction.state.draft?.path = path
            interaction.state.draft?.saved = text
            interaction.say("wrote \(path)")
            switch then {
            case .goOn: break
            case .close: interaction.state.draft = nil
            // Without a slash it could also be the name of an experiment.
            case .train: interaction.askToOpen(path.contains("/") ? path : "./\(path)", called: path)
            }
        }
    }

    /// The file is not as it was left: it is another's now, and this draft a copy that needs a name.
    mutating func draftFileIsAnothers(_ path: String) {
        state.draft?.path = nil
        state.draft?.saved = nil
        say("another program has changed \(path): \(label("s")) saves this under another name", .warning)
    }

    /// Closes the file; asks where something would be lost.
    mutating func leaveDraft() {
        guard let draft = state.draft else { return }
        guard draft.isUnsaved else { return state.draft = nil }
        let save = Question.Choice(key: .character("y"), label: "save it", answer: .closeDraft(saving: true))
        let discard = Question.Choice(key: .character("d"), label: "discard it", answer: .closeDraft(saving: false))
        state.overlay = .question(Question(text: "The file is changed.", choices: [save, discard]))
    }
}
