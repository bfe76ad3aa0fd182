import Workbench

/// An experiment's file that is being changed, and where in it one is.
struct DraftState: Sendable {
    var draft: ExperimentDraft
    /// The selected line.
    var selection = 0
    /// Where it is kept; nil for a copy that has no file yet.
    var path: String?
    /// The text as it is in that file.
    var saved: String?

    /// What is swept over, in the words of the command line; empty for nothing.
    var sweep = ""
    /// Whether training is to begin as soon as the text has been checked.
    var startsOnceChecked = false

    /// What comes once it is saved.
    enum AfterSaving: Hashable, Sendable {
        case goOn, train, close
    }

    /// Whether a text says something without a list to choose from: `name: value`, or an element.
    static func isLine(_ text: String) -> Bool { text.contains(":") || text.hasPrefix("- ") }

    /// The name of a file for it: what the experiment is called, without what a path could not bear.
    var suggestedPath: String {
        for line in draft.lines.indices {
            guard case .field("name", let value) = draft.content(of: line) else { continue }
            let name = value.drop { !$0.isLetter && !$0.isNumber }.prefix {
                $0.isLetter || $0.isNumber || "._-".contains($0)
            }
            if !name.isEmpty { return "\(name).yaml" }
        }
        return "experiment.yaml"
    }

    /// Whether closing it would lose something.
    var isUnsaved: Bool {
        saved.map { ExperimentDraft($0, source: draft.source).text != draft.text } ?? draft.isChanged
    }

    /// Keeps the selection within the file.
    mutating func select(_ line: Int) { selection = min(max(0, line), max(0, draft.lines.count - 1)) }

    /// What can be added, for what was typed.
    /// - Parameter taken: fields that are there, so that another one would be an error.
    static func suggestions(for text: String, asElement: Bool, taken: Set<String> = []) -> [Suggestion] {
        let offers = DraftHelp.offers(asElement: asElement).filter { offer in
            !taken.contains(String(offer.text.prefix { $0 != ":" }))
        }
        let found = offers.enumerated().compactMap { index, offer in
            FuzzyMatch.score(text, in: offer.text).map { (offer, score: $0, index: index) }
        }
        return found.sorted { ($1.score, $0.index) < ($0.score, $1.index) }.map {
            Suggestion(title: $0.0.text, detail: $0.0.summary, action: .text($0.0.text))
        }
    }
}
