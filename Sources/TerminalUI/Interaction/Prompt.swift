import BinaryBrain
import Workbench

/// A line that is being typed, and what it is for.
struct Prompt: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        /// A command, or an action by its name.
        case palette
        /// A text that lines of the log must hold.
        case logFilter
        /// Words that a run must hold.
        case runFilter
        /// Words that an entry of the start screen must hold.
        case startFilter
        /// The columns of the list of runs.
        case runColumns
        /// What a person notes of a run.
        case runNote
        /// The number of a LUT.
        case lutNumber
        /// An experiment's name, or the path of an experiment, a checkpoint or a run.
        case openName
        /// Epochs to train beyond those asked for.
        case moreEpochs
        /// A line of an experiment's file.
        case draftLine(Int)
        /// What is put below a line of an experiment's file.
        case draftAddition(Int, asElement: Bool, taken: Set<String>)
        /// Where an experiment's file is kept.
        case draftPath(then: DraftState.AfterSaving)
        /// How many trainings of the queue go on at once.
        case queueJobs
        /// What is swept over, in the words of the command line.
        case sweepWords
    }

    let kind: Kind
    var text: String
    /// Letters from the cursor to the end.
    var behind = 0
    /// The selected suggestion.
    var selection = 0

    init(_ kind: Kind, text: String = "") {
        self.kind = kind
        self.text = text
    }

    /// Letters that are taken from one pasted text.
    static let longestPaste = 4096

    /// What stands before the line.
    var lead: String {
        switch kind {
        case .palette: ":"
        case .logFilter, .runFilter, .startFilter: "/"
        case .runColumns: "columns (names, fields; none for the usual): "
        case .runNote: "note (#word is a tag): "
        case .lutNumber: "LUT "
        case .openName: "open "
        case .moreEpochs: "how many more epochs? "
        case .draftLine(let line): "line \(line + 1): "
        case .draftAddition: "add "
        case .draftPath: "save as "
        case .queueJobs: "how many at a time? "
        case .sweepWords: "sweep "
        }
    }

    /// What fits the line, the best first.
    var suggestions: [Suggestion] {
        switch kind {
        case .palette: Palette.suggestions(for: text)
        case .draftAddition(_, let asElement, let taken):
            DraftState.suggestions(for: text, asElement: asElement, taken: taken)
        default: []
        }
    }

    /// Selects a suggestion some lines further down.
    mutating func move(by lines: Int) {
        selection = min(max(0, selection + lines), max(0, suggestions.count - 1))
    }
}

/// A line of the palette.
struct Suggestion: Hashable, Sendable {
    enum Action: Hashable, Sendable {
        /// What a key does, by its place in the binding table.
        case binding(Int)
        /// A command.
        case command(Command)
        /// A beginning that needs more.
        case text(String)
    }

    var title: String
    var detail: String
    var action: Action
}

/// What the command palette offers: every action that has a key, and every command.
enum Palette {
    /// Suggestions for what was typed, the best first; all, in the order of the tables, for nothing.
    static func suggestions(for text: String) -> [Suggestion] {
        // What stands behind the @ names layers and is no part of a name.
        let pattern = text.split(separator: "@", omittingEmptySubsequences: false).first.map(String.init) ?? ""
        var result = (actions + commands).enumerated().compactMap { index, suggestion in
            FuzzyMatch.score(pattern, in: suggestion.title).map { (suggestion, score: $0, index: index) }
        }.sorted { ($1.score, $0.index) < ($0.score, $1.index) }.map(\.0)
        if let command = try? Command(parsing: text) {
            result.removeAll { $0.action == .command(command) }
            let typed = Suggestion(title: command.description, detail: "as typed", action: .command(command))
            // Any two words can be a command to layers; where nobody knows it, names come first.
            result.insert(typed, at: isKnown(command) ? 0 : result.count)
        }
        return result
    }

    private static func isKnown(_ command: Command) -> Bool {
        guard case .send(let sent, _) = command else { return true }
        return LayerCommand.known.contains { $0.verb == sent.verb }
    }

    private static let actions = BindingTable.bindings.enumerated().filter { $0.element.section != .lists }.map {
        Suggestion(title: $0.element.summary, detail: $0.element.label, action: .binding($0.offset))
    }

    /// What the layers understand, as their cards say, and what changes the experiment as a whole.
    static var commands: [Suggestion] {
        LayerCommand.known.flatMap { command in command.offers.map { suggestion($0, command.summary) } }
            + CommandVerb.allCases.flatMap { verb in verb.offers.map { suggestion($0, verb.summary) } }
    }

    /// Beginnings end in a space.
    private static func suggestion(_ text: String, _ summary: String) -> Suggestion {
        if text.last != " ", let command = try? Command(parsing: text) {
            return Suggestion(title: text, detail: summary, action: .command(command))
        }
        return Suggestion(title: text, detail: "… \(summary)", action: .text(text))
    }
}
