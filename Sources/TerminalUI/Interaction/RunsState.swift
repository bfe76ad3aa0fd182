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

    /// What the list is sorted by.
    var order = RunOrder.began
    /// The field of the experiments that the list is sorted by instead; nil for none.
    var sortField: String?
    /// Whether the order is turned round.
    var isReversed = false

    /// The runs that match the filter, in the order that was chosen.
    var listed: [RunSummary] {
        let filter = RunFilter(filter)
        let matching = (contents.runs ?? []).filter { filter.isEmpty || filter.holds(for: $0) }
        let sorted = sortField.map { Self.sort(matching, byField: $0) } ?? order.sort(matching)
        return isReversed ? sorted.reversed() : sorted
    }

    /// Why the filter finds something else than was meant; nil if it does not.
    var filterProblem: String? {
        let filter = RunFilter(filter)
        if let problem = filter.problem { return problem }
        guard let runs = contents.runs, !runs.isEmpty else { return nil }
        return filter.unknownNames(in: runs).first.map { "no run has a field '\($0)'" }
    }

    /// The selected run; nil if none is listed.
    var selected: RunSummary? {
        let listed = self.listed
        return listed.indices.contains(selection) ? listed[selection] : nil
    }

    /// What the list is sorted by, in a word.
    var orderName: String { sortField ?? order.rawValue }

    /// Sorts by what comes next: each order, then each field that is a column.
    mutating func sortByNext() {
        let fields = columns.compactMap { column in
            if case .field(let name) = column { name } else { nil }
        }
        isReversed = false
        if let field = sortField {
            let next = (fields.firstIndex(of: field) ?? fields.count) + 1
            sortField = next < fields.count ? fields[next] : nil
            if sortField == nil { order = RunOrder.allCases[0] }
        } else if order == RunOrder.allCases.last, let first = fields.first {
            sortField = first
        } else {
            order = order.next
        }
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

    /// Whether compared runs that differ in their seed alone are drawn as their mean with its band.
    var isGrouped = false

    /// What the plots of compared runs count on the axis below.
    var unit = RunTimeline.Unit.steps
    /// Columns of the table; empty for the usual ones.
    var columns: [RunColumn] = []

    /// The lines of the compared runs, for a plot of a quantity.
    func overlays(_ data: (Snapshot) -> PlotData) -> [PlotOverlay] {
        // Over a training that goes on, the axis counts its steps.
        var bySteps = self
        bySteps.unit = .steps
        return bySteps.lines(data).map { PlotOverlay(name: $0.name, history: $0.data.train) }
    }

    /// The compared runs as a plot of a quantity has them: one by one, or those of one experiment together.
    func lines(_ data: (Snapshot) -> PlotData) -> [(name: String, data: PlotData)] {
        // A run without an epoch has no place on an axis of epochs or of time.
        let opened = comparison.filter { unit == .steps || timeline(of: $0.snapshot) != nil }
        func counted(_ snapshot: Snapshot) -> PlotData {
            let steps = data(snapshot)
            return timeline(of: snapshot).map { steps.counted(in: StepUnit(unit: unit), by: $0) } ?? steps
        }
        guard isGrouped else { return opened.map { ($0.name, counted($0.snapshot)) } }
        var groups: [(experiment: [String: String], members: [(name: String, data: PlotData)])] = []
        for run in opened {
            let experiment = fieldsWithoutSeed(run.snapshot.runDirectory)
            let member = (name: run.name, data: counted(run.snapshot))
            if let experiment, let index = groups.firstIndex(where: { $0.experiment == experiment }) {
                groups[index].members.append(member)
            } else {
                groups.append((experiment ?? ["": run.name], [member]))
            }
        }
        var lines: [(name: String, data: PlotData)] = []
        for group in groups {
            guard group.members.count > 1 else {
                lines += group.members
                continue
            }
            let band = SeedBand(group.members.map(\.data.train))
            let names = ["mean of \(group.members.count)", "lowest", "highest"]
            for (name, history) in zip(names, [band.mean, band.lowest, band.highest]) {
                var data = group.members[0].data
                data.train = history
                lines.append((name: name, data: data))
            }
        }
        return lines
    }

    private func timeline(of snapshot: Snapshot) -> RunTimeline? {
        snapshot.runDirectory.flatMap { contents.timelines[$0] }
    }

    private func fieldsWithoutSeed(_ path: String?) -> [String: String]? {
        guard let path, let run = contents.runs?.first(where: { $0.directory.path == path }) else { return nil }
        var fields = run.fields.values
        fields["seed"] = nil
        return fields.isEmpty ? nil : fields
    }
}
