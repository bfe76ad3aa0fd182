import BinaryBrain
import Workbench

// Keys of the screen of sweeps.
extension Interaction {
    /// The sweep that is shown; says that there is none if so.
    private mutating func shownSweep() -> SweepOverview? {
        if let overview = state.queue.contents.sweep { return overview }
        say(state.queue.contents.sweeps == nil ? "still reading the sweeps" : "there is no sweep yet", .warning)
        return nil
    }

    private mutating func selectedCombination() -> SweepOverview.Row? {
        guard let overview = shownSweep() else { return nil }
        let rows = state.sweeps.rows(overview)
        let index = state.sweeps.selection(among: rows)
        return rows.indices.contains(index) ? rows[index] : nil
    }

    mutating func selectCombination(by lines: Int) {
        guard let overview = shownSweep() else { return }
        selectCombination(state.sweeps.selection(among: state.sweeps.rows(overview)) + lines)
    }

    mutating func selectCombination(_ index: Int) {
        guard let overview = shownSweep() else { return }
        let rows = state.sweeps.rows(overview)
        state.sweeps.selected = rows.isEmpty ? nil : rows[min(max(0, index), rows.count - 1)].values
    }

    mutating func nextPrice() {
        let all = SweepOutcome.Price.allCases
        let place = all.firstIndex(of: state.sweeps.price) ?? 0
        state.sweeps.price = all[(place + 1) % all.count]
        say("over \(state.sweeps.price.title)")
    }

    mutating func nextSweep(_ step: Int) {
        guard let overview = shownSweep() else { return }
        let names = state.queue.contents.sweeps ?? []
        let place = (names.firstIndex(of: overview.name) ?? 0) + step
        guard names.indices.contains(place) else {
            return say("this is the \(step < 0 ? "first" : "last") of \(names.count)", .warning)
        }
        state.sweeps.name = names[place]
        state.sweeps.selected = nil
        say("sweep \(names[place])")
    }

    /// The run of the best training of the selected combination.
    private mutating func runOfCombination() -> RunDirectory? {
        guard let row = selectedCombination() else { return nil }
        if row.run == nil { say("none of its trainings has begun, or none has saved anything yet", .warning) }
        return row.run
    }

    mutating func openCombination() {
        guard let run = runOfCombination() else { return }
        askToOpen(run.path, called: run.shortName)
    }

    mutating func watchCombination() {
        guard let run = runOfCombination() else { return }
        watch(run.path, called: run.shortName)
    }

    /// Puts the sweep that is shown into the queue.
    mutating func queueSweep() {
        guard let overview = shownSweep() else { return }
        guard overview.done < overview.sweep.tasks.count else {
            return say("all its trainings are done", .warning)
        }
        changeQueue(.addKnown(sweep: overview.name))
    }

    /// The experiment of the sweep that is shown, as a copy to be changed.
    mutating func openDraftOfSweep() {
        guard let overview = shownSweep() else { return }
        startDraft(overview.sweep.specification, source: "sweep \(overview.name)")
    }

    // MARK: From an experiment's file

    /// Sweeps over the field of the selected line; where there are several, asks over which.
    mutating func askForSweep() {
        guard let draft = state.draft else { return }
        let fields = draft.draft.fields(at: draft.selection)
        guard fields.count > 1 else {
            guard let field = fields.first else { return say("no field with a value stands in this line", .warning) }
            return askForSweep(over: field.path, from: field.value)
        }
        let items = fields.map { field in
            Picker.Item(label: field.path, detail: field.value, choice: .sweepField(field.path, value: field.value))
        }
        state.overlay = .picker(Picker(title: "sweep over", items: items))
    }

    /// Asks for the values of a field, behind the words that are there already.
    mutating func askForSweep(over path: String, from value: String) {
        guard let draft = state.draft else { return }
        let axis = "--over \(path)="
        let isThere = draft.sweep.contains(axis)
        let words = isThere ? draft.sweep : (draft.sweep.isEmpty ? "" : draft.sweep + " ") + axis + value
        state.overlay = .prompt(Prompt(.sweepWords, text: words))
    }

    /// Takes what is to be swept over; false, with the reason said, if that is no sweep of this experiment.
    mutating func takeSweep(_ text: String) -> Bool {
        guard let draft = state.draft else { return true }
        do {
            let request = try SweepRequest(parsing: text)
            let count = try request.sweep(ofText: draft.draft.text, source: draft.draft.source).tasks.count
            state.draft?.sweep = request.isSweep ? text : ""
            say(
                request.isSweep
                    ? "\(count) trainings: \(label("Q")) puts the sweep into the queue" : "nothing is swept over")
            return true
        } catch {
            say(String(describing: error), .warning)
            return false
        }
    }

    /// Puts the experiment that is shown, or the sweep of it that was asked for, into the queue.
    mutating func queueDraft() {
        guard let draft = state.draft else { return }
        if let problem = draftProblem { return say("it cannot be trained yet: \(problem)", .warning) }
        let (text, source) = (draft.draft.text, draft.draft.source)
        guard !draft.sweep.isEmpty, let request = try? SweepRequest(parsing: draft.sweep) else {
            return changeQueue(.add(text, source: source))
        }
        changeQueue(.addSweep(request, of: text, source: source))
    }
}
