import BinaryBrain
import Workbench

// Keys of the Runs screen that sort, note, compare what was asked for, and write.
extension Interaction {
    mutating func sortRuns() {
        state.runs.sortByNext()
        say("sorted by \(state.runs.orderName)")
    }

    mutating func reverseRuns() {
        state.runs.isReversed.toggle()
        say("sorted by \(state.runs.orderName)" + (state.runs.isReversed ? ", reversed" : ""))
    }

    mutating func groupRuns() {
        state.runs.isGrouped.toggle()
        say(
            state.runs.isGrouped
                ? "marked runs that differ in their seed alone: mean, lowest and highest" : "marked runs one by one")
    }

    /// Counts something else below the plots.
    mutating func nextRunUnit() {
        let all = RunTimeline.Unit.allCases
        let next = all[(all.firstIndex(of: state.runs.unit)! + 1) % all.count]
        state.runs.unit = next
        switch next {
        case .steps: say("the axis counts mini-batches")
        case .epochs: say("the axis counts epochs")
        case .seconds: say("the axis counts seconds of training, tests and pauses left out")
        }
    }

    mutating func askForColumns() {
        let names = state.runs.columns.map(\.name).joined(separator: " ")
        state.overlay = .prompt(Prompt(.runColumns, text: names))
    }

    /// Shows the columns of a text; the usual ones for none.
    /// - Returns: whether there are such columns.
    mutating func showColumns(_ text: String) -> Bool {
        let columns = RunColumn.parse(text)
        for case .field(let name) in columns
        where !(state.runs.contents.runs ?? []).contains(where: { $0.fields.value(name) != nil }) {
            let own = RunColumn.Own.allCases.map(\.rawValue).joined(separator: " ")
            say("no run has a field '\(name)'; other columns are \(own)", .warning)
            return false
        }
        state.runs.columns = columns
        if let field = state.runs.sortField, !columns.contains(.field(field)) { state.runs.sortField = nil }
        return true
    }

    mutating func askForNote() {
        guard let run = state.runs.selected else { return say("no run is selected", .warning) }
        state.overlay = .prompt(Prompt(.runNote, text: run.note ?? ""))
    }

    mutating func note(_ text: String) {
        guard let run = state.runs.selected else { return }
        ask(.note(text, run: run.directory.path))
    }

    /// A note was written.
    /// - Returns: what that asks for.
    mutating func noted() -> [Effect] {
        answering { interaction in
            interaction.say("noted")
            interaction.listRuns()
        }
    }

    /// Lists the fields in which the selected run's experiment differs from another one's: the first of those on the plots that is not
    /// itself, else the run below.
    mutating func showDifference() {
        guard let run = state.runs.selected else { return say("no run is selected", .warning) }
        let listed = state.runs.listed
        let marked = state.runs.compared.compactMap { path in listed.first { $0.directory.path == path } }
        let below = listed.indices.contains(state.runs.selection + 1) ? [listed[state.runs.selection + 1]] : []
        guard let other = (marked + below).first(where: { $0.directory != run.directory }) else {
            return say("there is no other run: \(label("m")) marks one", .warning)
        }
        let differences = run.fields.differences(from: other.fields)
        guard !differences.isEmpty else { return say("the experiments of \(run.name) and \(other.name) are the same") }
        let items = differences.map { difference in
            Picker.Item(
                label: difference.path, detail: "\(difference.own ?? "-") | \(difference.other ?? "-")",
                choice: .nothing)
        }
        state.overlay = .picker(Picker(title: "\(run.name) | \(other.name)", items: items))
    }

    /// Writes the listed runs as a table.
    mutating func writeRuns() {
        guard let folder = runsFolder else { return say("this session keeps no runs", .warning) }
        guard !state.runs.listed.isEmpty else { return say("no run is listed", .warning) }
        ask(.write(RunSheet.text(state.runs.listed), to: "\(folder)/runs.csv"))
    }
}
