import Workbench

/// What the Runs screen shows and how: the past runs as they were read, and what the person has chosen among them.
struct RunsState: Sendable {
    /// What is known of the runs.
    var contents = RunBrowser.Contents()
    /// Words that a run must hold to be listed.
    var filter = ""
    /// The place in the filtered list.
    var selection = 0
    /// Paths of the runs that are laid over the plots, in the order of their colours.
    var compared: [String] = []
    /// The path of the run whose plots are shown; nil for none.
    var shown: String?

    /// Runs that can be told apart in a plot.
    static let comparisonLimit = PlotOverlay.limit

    /// The runs that match the filter, the newest first.
    var listed: [RunSummary] { (contents.runs ?? []).filter { $0.matches(filter) } }

    /// The selected run; nil if none is listed.
    var selected: RunSummary? {
        let listed = self.listed
        return listed.indices.contains(selection) ? listed[selection] : nil
    }

    /// Keeps the selection within the list.
    mutating func clampSelection() { selection = min(max(0, selection), max(0, listed.count - 1)) }

    /// The compared runs that have been read. Each is called by its place, which stands in the list too, and its time.
    var comparison: [(name: String, snapshot: Snapshot)] {
        compared.enumerated().compactMap { index, path in
            let time = RunDirectory(path: path).shortName.split(separator: "/").last ?? ""
            return contents.opened[path].map { ("\(index + 1) \(time)", $0) }
        }
    }

    /// The lines of the compared runs, for a plot of a quantity.
    func overlays(_ data: (Snapshot) -> PlotData) -> [PlotOverlay] {
        comparison.map { PlotOverlay(name: $0.name, history: data($0.snapshot).train) }
    }
}
