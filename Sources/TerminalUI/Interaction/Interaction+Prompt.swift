import Foundation
import Workbench

// The line at the bottom: command palette, filter, number of a LUT.
extension Interaction {
    mutating func openPalette() { state.overlay = .prompt(Prompt(.palette)) }

    mutating func askForFilter() { state.overlay = .prompt(Prompt(.logFilter, text: state.logFilter)) }

    mutating func askForStartFilter() { state.overlay = .prompt(Prompt(.startFilter, text: state.start.filter)) }

    mutating func askForName() { state.overlay = .prompt(Prompt(.openName)) }

    mutating func askForRunFilter() { state.overlay = .prompt(Prompt(.runFilter, text: state.runs.filter)) }

    mutating func type(_ character: Character) { changePrompt { $0.insert(String(character)) } }

    /// Takes a pasted text into the line, without whatever would act on the terminal; where no line is open it does nothing.
    mutating func paste(_ text: String) {
        guard case .prompt = state.overlay else {
            return say("pasted text does not act as keys: \(label(":")) opens a line to paste into", .warning)
        }
        let line = SafeText.clean(String(text.prefix(Prompt.longestPaste)).trimmingCharacters(in: .newlines))
        state.status = nil
        changePrompt { $0.insert(line) }
    }

    /// Changes the line where the cursor stands.
    mutating func editPrompt(_ change: (inout Prompt) -> Void) { changePrompt(change) }

    /// Moves the cursor within the line; what it suggests stays as it is.
    mutating func moveInPrompt(_ move: (inout Prompt) -> Void) {
        guard case .prompt(var prompt) = state.overlay else { return }
        move(&prompt)
        state.overlay = .prompt(prompt)
    }

    private mutating func changePrompt(_ change: (inout Prompt) -> Void) {
        guard case .prompt(var prompt) = state.overlay else { return }
        change(&prompt)
        prompt.selection = 0
        if prompt.kind == .logFilter {
            state.logFilter = prompt.text
            state.logScroll = 0
        }
        if prompt.kind == .startFilter {
            state.start.filter = prompt.text
            state.start.selection = 0
        }
        if prompt.kind == .runFilter {
            state.runs.filter = prompt.text
            state.runs.selection = 0
        }
        state.overlay = .prompt(prompt)
    }

    /// Takes the selected suggestion into the line.
    mutating func completePrompt() {
        guard case .prompt(var prompt) = state.overlay else { return }
        guard let suggestion = suggestion(of: prompt) else { return }
        switch suggestion.action {
        case .binding: prompt.text = suggestion.title
        case .command(let command): prompt.text = command.description
        case .text(let text): prompt.text = text
        }
        prompt.selection = 0
        prompt.behind = 0
        state.overlay = .prompt(prompt)
    }

    /// Does what the line asks for. What cannot be done leaves the line as it is.
    mutating func acceptPrompt() {
        guard case .prompt(let prompt) = state.overlay else { return }
        switch prompt.kind {
        case .logFilter, .runFilter, .startFilter: state.overlay = .none
        case .lutNumber: if goToLut(prompt.text) { state.overlay = .none }
        case .runColumns: if showColumns(prompt.text) { state.overlay = .none }
        case .runNote:
            state.overlay = .none
            note(prompt.text)
        case .openName:
            state.overlay = .none
            askToOpen(prompt.text, called: prompt.text)
        case .moreEpochs: if trainMore(prompt.text) { state.overlay = .none }
        case .palette: acceptPalette(prompt)
        case .draftLine(let line): changeDraftLine(line, to: prompt.text)
        case .draftAddition(let line, _, _):
            // What is a line of its own is not replaced by one that is like it, unless that was chosen.
            let isTyped = prompt.selection == 0 && DraftState.isLine(prompt.text)
            addToDraft(isTyped ? prompt.text : suggestion(of: prompt)?.title ?? prompt.text, below: line)
        case .draftPath(let then): saveDraft(to: prompt.text, then: then)
        case .queueJobs: if startQueue(prompt.text) { state.overlay = .none }
        case .sweepWords: if takeSweep(prompt.text) { state.overlay = .none }
        }
    }

    private func suggestion(of prompt: Prompt) -> Suggestion? {
        let suggestions = prompt.suggestions
        return suggestions.indices.contains(prompt.selection) ? suggestions[prompt.selection] : nil
    }

    private mutating func acceptPalette(_ prompt: Prompt) {
        guard let suggestion = suggestion(of: prompt) else {
            do {
                run(try Command(parsing: prompt.text))
            } catch {
                say(String(describing: error), .warning)
            }
            return
        }
        switch suggestion.action {
        case .text: completePrompt()
        case .command(let command): run(command)
        case .binding(let index):
            state.overlay = .none
            perform(BindingTable.bindings[index])
        }
    }

    /// Runs a command that was typed or chosen.
    private mutating func run(_ command: Command) {
        state.overlay = .none
        switch command {
        case .restart: askRestart()
        case .stop: quit()
        case .pause, .resume, .stepMiniBatch, .stepEpoch, .save, .epochs, .measureTest:
            guard canCommand() else { return }
            ask(.send(command))
            say("\(command)")
        case .load(let path): askToLoad(path, label: path)
        case .export(let request): export(request)
        case .binary, .hostOnly, .device, .send, .modulation, .modulationMethod, .learningRate, .batchSize,
            .recalibrate,
            .prune:
            guard canCommand() else { return }
            steer(command)
        }
    }
}
