import Workbench

/// A column of the list of runs: one of the list's own, or a field of the experiments, named by the end of its path.
enum RunColumn: Hashable, Sendable {
    /// What every run has.
    enum Own: String, CaseIterable, Sendable {
        case run, state, epochs, best, last, test, note, steps, steered, data, seed, began
    }

    case own(Own)
    case field(String)

    init(_ name: String) { self = Own(rawValue: name).map(RunColumn.own) ?? .field(name) }

    /// What it is called above the list and where columns are typed.
    var name: String {
        switch self {
        case .own(let own): own.rawValue
        case .field(let name): name
        }
    }

    /// The columns of a text, in order, each once.
    static func parse(_ text: String) -> [RunColumn] {
        var known: Set<RunColumn> = []
        return text.split { $0 == " " || $0 == "," }.map { RunColumn(String($0)) }.filter { known.insert($0).inserted }
    }
}

extension RunsState {
    /// The listed runs by a field of their experiments: numbers by size, others in alphabetical order; runs without it come last.
    static func sort(_ runs: [RunSummary], byField name: String) -> [RunSummary] {
        let keyed = runs.map { (run: $0, value: $0.fields.value(name)) }
        return keyed.enumerated().sorted { left, right in
            switch (left.element.value, right.element.value) {
            case (nil, nil): return left.offset < right.offset
            case (nil, _): return false
            case (_, nil): return true
            case (let own?, let other?):
                if let number = Double(own), let second = Double(other), number != second { return number < second }
                if Double(own) == nil || Double(other) == nil, own != other { return own < other }
                return left.offset < right.offset
            }
        }.map(\.element.run)
    }
}
