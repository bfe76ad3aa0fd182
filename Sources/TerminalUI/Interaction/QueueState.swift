import Workbench

/// What the screens of the queue and of sweeps show, and how.
struct QueueState: Sendable {
    /// What is known of them.
    var contents = QueueBrowser.Contents()
    /// The number of the selected entry: it stays selected wherever it is moved.
    var selected: Int?
    /// The place that it had, for the time when it is gone.
    private(set) var place = 0

    /// The entries.
    var rows: [QueueStatus.Row] { contents.queue?.rows ?? [] }

    /// The place of the selected entry.
    var selection: Int {
        rows.firstIndex { $0.entry.number == selected } ?? min(place, max(0, rows.count - 1))
    }

    /// The selected entry; nil if the queue is empty.
    var selectedRow: QueueStatus.Row? { rows.indices.contains(selection) ? rows[selection] : nil }

    /// Selects an entry by its place.
    mutating func select(_ index: Int) {
        place = min(max(0, index), max(0, rows.count - 1))
        selected = rows.indices.contains(place) ? rows[place].entry.number : nil
    }

    /// Takes what is known now.
    mutating func take(_ newer: QueueBrowser.Contents) {
        let place = selection
        contents = newer
        if selected != nil, !rows.contains(where: { $0.entry.number == selected }) { select(place) }
    }
}

/// Which sweep is shown, by which price, and which of its combinations is selected.
struct SweepsState: Sendable {
    /// The name of the sweep; nil for the first.
    var name: String?
    /// What quality is drawn over.
    var price = SweepOutcome.Price.luts
    /// The values of the selected combination: it stays selected wherever results put it.
    var selected: [String]?

    /// The combinations: those with a result by rising price, behind them what is still to come.
    func rows(_ overview: SweepOverview) -> [SweepOverview.Row] {
        let known = overview.rows.filter { $0.outcome?.price(price) != nil }
        let sorted = known.enumerated().sorted {
            let prices = ($0.element.outcome?.price(price)?.mean ?? 0, $1.element.outcome?.price(price)?.mean ?? 0)
            return (prices.0, $0.offset) < (prices.1, $1.offset)
        }
        return sorted.map(\.element) + overview.rows.filter { $0.outcome?.price(price) == nil }
    }

    /// The place of the selected one.
    func selection(among rows: [SweepOverview.Row]) -> Int { rows.firstIndex { $0.values == selected } ?? 0 }
}
