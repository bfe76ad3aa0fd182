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

    /// Whether closing it would lose something.
    var isUnsaved: Bool { saved.map { $0 != draft.text } ?? draft.isChanged }

    /// Keeps the selection within the file.
    mutating func select(_ line: Int) { selection = min(max(0, line), max(0, draft.lines.count - 1)) }

    /// What can be added, for what was typed.
    static func suggestions(for text: String, asElement: Bool) -> [Suggestion] {
        let offers = DraftHelp.offers(asElement: asElement)
        let found = offers.enumerated().compactMap { index, offer in
            FuzzyMatch.score(text, in: offer.text).map { (offer, score: $0, index: index) }
        }
        return found.sorted { ($1.score, $0.index) < ($0.score, $1.index) }.map {
            Suggestion(title: $0.0.text, detail: $0.0.summary, action: .text($0.0.text))
        }
    }
}
