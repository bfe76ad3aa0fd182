import Foundation

/// What a list of runs is narrowed to: words that a run's name, data set, state, seed or note holds, and comparisons such as
/// `batch_size>=64`, `best>90%` or `state=finished`.
///
/// A comparison names a field of the experiment by its path or the end of it, or something of the run itself: `epoch`, `step`, `seed`,
/// `best` and `last` (numbers), `name`, `experiment`, `data`, `state` and `note` (texts). Blanks around the sign do not matter.
public struct RunFilter: Sendable, Hashable {
    private enum Word: Sendable, Hashable {
        case text(String)
        case condition(FieldCondition)
    }

    private let words: [Word]
    /// What is wrong with it, and so finds something else than was meant; nil if nothing is.
    public let problem: String?

    /// What a run itself has, as numbers.
    private static let numbers: Set = ["epoch", "step", "seed", "best", "last"]

    /// Reads a filter; whatever the text, something is read.
    public init(_ text: String) {
        let joined = text.replacing(#/\s*(<=|>=|!=|==|=|<|>)\s*/#) { String($0.1) }
        var problem: String?
        words = joined.split(separator: " ").map { word in
            guard let condition = FieldCondition(word) else { return .text(word.lowercased()) }
            problem = problem ?? Self.problem(of: condition)
            return .condition(condition)
        }
        self.problem = problem
    }

    private static func problem(of condition: FieldCondition) -> String? {
        let text = "\(condition.name)\(condition.comparison.rawValue)"
        if condition.value.isEmpty { return "'\(text)' compares with nothing" }
        guard numbers.contains(condition.name.lowercased()), condition.number == nil else { return nil }
        return "'\(text)\(condition.value)' needs a number, such as 0.9 or 90%"
    }

    /// Whether it lets every run through.
    public var isEmpty: Bool { words.isEmpty }

    /// Whether a run has all that is asked for.
    public func holds(for run: RunSummary) -> Bool {
        let text = "\(run.name) \(run.data) \(run.state.rawValue) seed=\(run.seed) \(run.note ?? "")".lowercased()
        return words.allSatisfy { word in
            switch word {
            case .text(let word): text.contains(word)
            // A note may hold what looks like a comparison.
            case .condition(let condition):
                condition.holds(for: Self.value(condition.name, of: run))
                    || run.note?.lowercased().contains(condition.text.lowercased()) == true
            }
        }
    }

    /// The names in comparisons that none of some runs has.
    public func unknownNames(in runs: [RunSummary]) -> [String] {
        words.compactMap { word in
            guard case .condition(let condition) = word, !Self.isOfRun(condition.name) else { return nil }
            return runs.contains { $0.fields.value(condition.name) != nil } ? nil : condition.name
        }
    }

    private static func isOfRun(_ name: String) -> Bool {
        numbers.contains(name.lowercased())
            || ["name", "experiment", "data", "state", "note"].contains(name.lowercased())
    }

    /// A figure of the run, or a field of its experiment.
    private static func value(_ name: String, of run: RunSummary) -> FieldCondition.Value {
        switch name.lowercased() {
        case "epoch": .number(Double(run.epoch))
        case "step": .number(Double(run.step))
        case "seed": .number(Double(run.seed))
        case "best": run.best.map { .number($0.heldOut.metric) } ?? .missing
        case "last": run.last.map { .number($0.heldOut.metric) } ?? .missing
        case "name": .text(run.name)
        case "experiment": .text(run.experiment)
        case "data": .text(run.data)
        case "state": .text(run.state.rawValue)
        case "note": run.note.map { .text($0) } ?? .missing
        default: .field(run.fields.value(name))
        }
    }
}

/// A word of a filter that compares a field with a value: `seed=2`, `learning_rate<0.01`, `batch_size>=64`, `method!=pwm`.
struct FieldCondition: Sendable, Hashable {
    enum Comparison: String, CaseIterable, Sendable {
        // Longer ones first, so that `<=` is not taken for `<`.
        case atMost = "<=", atLeast = ">=", differs = "!=", same = "==", equals = "=", below = "<", above = ">"
    }

    /// What a run has under a name.
    enum Value {
        case number(Double)
        case text(String)
        /// A field of the experiment; nil for one that it does not have.
        case field(String?)
        /// A figure that the run has not come to: nothing is true of it.
        case missing
    }

    let name: String
    let comparison: Comparison
    let value: String

    /// The word.
    var text: String { name + comparison.rawValue + value }

    /// The value as a number; 90% is 0.9.
    var number: Double? {
        value.hasSuffix("%") ? Double(value.dropLast()).map { $0 / 100 } : Double(value)
    }

    /// Reads a word; nil for one that compares nothing.
    init?(_ word: some StringProtocol) {
        for comparison in Comparison.allCases {
            guard let place = word.range(of: comparison.rawValue), place.lowerBound > word.startIndex else { continue }
            name = String(word[..<place.lowerBound])
            value = String(word[place.upperBound...])
            self.comparison = comparison
            return
        }
        return nil
    }

    /// Whether it holds; numbers are compared as numbers. A field that is not there only differs.
    func holds(for found: Value) -> Bool {
        switch found {
        case .missing: false
        case .number(let own): number.map { compare(own, $0) } ?? false
        case .text(let own): compare(own.lowercased(), value.lowercased())
        case .field(nil): comparison == .differs
        case .field(let own?):
            if let own = Double(own), let wanted = number {
                compare(own, wanted)
            } else {
                compare(own.lowercased(), value.lowercased())
            }
        }
    }

    private func compare<Element: Comparable>(_ own: Element, _ wanted: Element) -> Bool {
        switch comparison {
        case .atMost: own <= wanted
        case .atLeast: own >= wanted
        case .differs: own != wanted
        case .equals, .same: own == wanted
        case .below: own < wanted
        case .above: own > wanted
        }
    }
}
