import BinaryBrain

/// A sweep as far as it has come, for whoever looks at it: every combination with what is known of it.
public struct SweepOverview: Sendable {
    /// One combination of values.
    public struct Row: Sendable {
        /// A value of each axis.
        public let values: [String]
        /// In a few words.
        public let label: String
        /// Trainings that are done, that somebody is at, that have begun and were left, and all.
        public let done, running, begun, count: Int
        /// What has been found; nil before a training is done.
        public let outcome: SweepOutcome.Row?
        /// The run of the best training that is done, else of one that has begun; nil for none.
        public let run: RunDirectory?
    }

    /// The name of its folder.
    public let name: String
    /// What it trains.
    public let sweep: Sweep
    /// A row for each combination, in the order of the tasks.
    public let rows: [Row]
    /// For each price the values of the rows that no other beats in both.
    private let fronts: [SweepOutcome.Price: Set<[String]>]

    /// Trainings that are done, and all.
    public var done: Int { rows.reduce(0) { $0 + $1.done } }
    /// Trainings that somebody is at.
    public var running: Int { rows.reduce(0) { $0 + $1.running } }

    /// Whether no other row beats one in its metric and a price.
    public func isOnFront(_ row: Row, _ price: SweepOutcome.Price) -> Bool {
        fronts[price]?.contains(row.values) ?? false
    }

    /// What is known of a sweep.
    /// - Parameter outcome: what came of the tasks that are done.
    public init(_ standing: SweepStanding, _ outcome: SweepOutcome) {
        name = standing.folder.name
        sweep = standing.sweep
        fronts = Dictionary(
            uniqueKeysWithValues: SweepOutcome.Price.allCases.map { ($0, Set(outcome.front($0).map(\.values))) })
        let entries = Dictionary(grouping: standing.entries) { $0.task.values }
        let outcomes = Dictionary(outcome.rows.map { ($0.values, $0) }) { first, _ in first }
        var known: Set<[String]> = []
        rows = sweep.tasks.map(\.values).filter { known.insert($0).inserted }.map { values in
            Row(values, entries[values] ?? [], outcomes[values], standing)
        }
    }
}

extension SweepOverview.Row {
    fileprivate init(
        _ values: [String], _ entries: [SweepProgress.Entry], _ outcome: SweepOutcome.Row?, _ standing: SweepStanding
    ) {
        self.values = values
        self.outcome = outcome
        let label = zip(standing.sweep.axes, values).map { $0.label(of: $1) }.joined(separator: " ")
        self.label = label.isEmpty ? standing.sweep.experiment : label
        count = entries.count
        var counts = (done: 0, running: 0, begun: 0)
        for entry in entries {
            switch entry.state {
            case .finished: counts.done += 1
            case .running: counts.running += 1
            case .begun: counts.begun += 1
            case .open: break
            }
        }
        (done, running, begun) = counts
        let records = entries.compactMap(\.state.record)
        let best = records.dropFirst().reduce(records.first) { best, next in
            guard let best else { return next }
            return next.last.heldOut.isBetter(than: best.last.heldOut) ? next : best
        }
        run =
            best.map { RunDirectory(path: "\(standing.folder.store.path)/\($0.run)") }
            ?? entries.lazy.compactMap(\.run).first
    }
}
