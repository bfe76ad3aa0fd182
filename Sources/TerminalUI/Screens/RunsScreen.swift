import Workbench

/// Screen 6: past runs to filter, lay over one another, look at, replay and go on from.
struct RunsScreen: Screen {
    func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        let runs = state.runs
        canvas.write(heading(runs), x: 0, y: 0, limit: size.width)
        guard let all = runs.contents.runs else {
            canvas.note("reading the runs", in: canvas.area.inset(top: 1))
            return canvas
        }
        let listed = runs.listed
        guard !listed.isEmpty else {
            canvas.note(
                all.isEmpty ? "no run yet: every training adds one" : "no run matches the filter",
                in: canvas.area.inset(top: 1))
            return canvas
        }
        let body = canvas.area.inset(top: 1)
        let plots = plots(runs, theme: theme)
        let hasPlots = !plots.isEmpty && body.height >= 12
        let hasDetail = body.height >= 4
        let tableHeight = hasPlots ? min(listed.count + 1, body.height / 2) : body.height - (hasDetail ? 1 : 0)
        let table = Area(x: 0, y: body.y, width: size.width, height: tableHeight)
        RunTable(runs: runs, theme: theme).draw(on: &canvas, in: table)
        if hasDetail { drawDetail(runs, on: &canvas, y: table.maxY, theme: theme) }
        if hasPlots {
            let below = body.inset(top: tableHeight + 1)
            Self.draw(plots, view: state.plots, on: &canvas, in: below, theme: theme)
        }
        return canvas
    }

    private func heading(_ runs: RunsState) -> Line {
        var line = Line("runs", Style(.strong))
        line.append("  \(runs.listed.count) of \(runs.contents.runs?.count ?? 0)", .quiet)
        if !runs.filter.isEmpty { line.append("  filter: \(runs.filter)", .key) }
        if let problem = runs.filterProblem { line.append("  \(problem)", .warning) }
        if runs.orderName != RunOrder.began.rawValue || runs.isReversed {
            line.append("  sorted by \(runs.orderName)" + (runs.isReversed ? ", reversed" : ""), .quiet)
        }
        if !runs.compared.isEmpty { line.append("  \(runs.compared.count) on the plots", .quiet) }
        if runs.unit != .steps { line.append("  by \(runs.unit.rawValue)", .quiet) }
        return line
    }

    /// One line about the selected run: its replay, or why it cannot be read, or where it is.
    private func drawDetail(_ runs: RunsState, on canvas: inout Canvas, y: Int, theme: Theme) {
        guard let run = runs.selected else { return }
        let path = run.directory.path
        var text = path
        var role = Role.quiet
        if let replay = runs.contents.replays[path] {
            (text, role) = Self.text(replay)
        } else if let failure = runs.contents.failures[path] {
            (text, role) = (failure, .bad)
        }
        canvas.write(
            SafeText.clean(text).truncated(to: canvas.width - 3, theme: theme), x: 3, y: y, style: Style(role))
    }

    private static func text(_ replay: RunBrowser.ReplayState) -> (String, Role) {
        switch replay {
        case .running(let step, let last): ("replaying: step \(step) of \(last)", .key)
        case .identical(let count): ("replayed: identical, bit for bit, in \(count) comparisons", .good)
        case .different(let why): ("replayed: \(why)", .bad)
        case .failed(let why): (why, .bad)
        }
    }

    /// The plots of the run that is shown, else of those that are compared, else none.
    private func plots(_ runs: RunsState, theme: Theme) -> [PlotData] {
        if let path = runs.shown, let snapshot = runs.contents.opened[path] {
            let plots = [PlotData.loss(snapshot), .metric(snapshot)]
            guard let timeline = runs.contents.timelines[path] else { return plots }
            return plots.map { $0.counted(in: StepUnit(unit: runs.unit), by: timeline) }
        }
        guard !runs.comparison.isEmpty else { return [] }
        return [PlotData.loss, PlotData.metric].map { make in
            PlotData(comparing: runs.lines(make).map { ($0.name, $0.data) }, byTest: false)
        }
    }

    private static func draw(_ plots: [PlotData], view: PlotView, on canvas: inout Canvas, in area: Area, theme: Theme)
    {
        guard area.width >= 56 else {
            if let last = plots.last { Plot(data: last, view: view, theme: theme).draw(on: &canvas, in: area) }
            return
        }
        let width = (area.width - 2) / 2
        for (index, data) in plots.enumerated() {
            let part = Area(x: area.x + index * (width + 2), y: area.y, width: width, height: area.height)
            Plot(data: data, view: view, theme: theme).draw(on: &canvas, in: part)
        }
    }
}
