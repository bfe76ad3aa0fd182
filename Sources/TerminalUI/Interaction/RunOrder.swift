import Workbench

/// What the list of runs is sorted by. Figures come with the best first, times with the newest, names in alphabetical order; runs that
/// have none come last.
enum RunOrder: String, CaseIterable, Sendable {
    case began, name, state, best, last, steps, seed, note

    /// The next one, the first after the last.
    var next: RunOrder {
        let all = Self.allCases
        return all[(all.firstIndex(of: self)! + 1) % all.count]
    }

    /// The runs in this order; equals stay as they were.
    func sort(_ runs: [RunSummary]) -> [RunSummary] {
        switch self {
        case .began: runs
        case .name: stable(runs) { $0.name < $1.name }
        case .state: stable(runs) { $0.state.rawValue < $1.state.rawValue }
        case .best: stable(runs) { Self.isBetter($0.best, $1.best) }
        case .last: stable(runs) { Self.isBetter($0.last, $1.last) }
        case .steps: stable(runs) { $0.step > $1.step }
        case .seed: stable(runs) { $0.seed < $1.seed }
        case .note: stable(runs) { ($0.note ?? "\u{10ffff}") < ($1.note ?? "\u{10ffff}") }
        }
    }

    private func stable(
        _ runs: [RunSummary], _ isBefore: (RunSummary, RunSummary) -> Bool
    ) -> [RunSummary] {
        runs.enumerated().sorted { left, right in
            if isBefore(left.element, right.element) { return true }
            if isBefore(right.element, left.element) { return false }
            return left.offset < right.offset
        }.map(\.element)
    }

    private static func isBetter(_ left: JournalRecord.Epoch?, _ right: JournalRecord.Epoch?) -> Bool {
        guard let left = left?.heldOut, !left.metric.isNaN else { return false }
        guard let right = right?.heldOut, !right.metric.isNaN else { return true }
        // Of different kinds accuracies come first, and the others by their names.
        guard left.kind == right.kind else {
            return right.kind != .accuracy && (left.kind == .accuracy || left.kind.rawValue < right.kind.rawValue)
        }
        return left.kind.isBetter(left.metric, than: right.metric)
    }
}
