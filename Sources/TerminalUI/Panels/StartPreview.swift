import Workbench

/// What stands beside the selected line of the start screen: the experiment's file or the run's figures, and the curve of the
/// run, or of the experiment's best run.
struct StartPreview {
    let entry: StartEntry
    let run: RunSummary?
    /// The run's curves; nil while they are not read.
    let curves: Snapshot?
    let view: PlotView
    let theme: Theme

    private static let plotHeight = 12

    func draw(on canvas: inout Canvas, in area: Area) {
        let lines = self.lines
        let hasPlot = curves.map { $0.step > 0 } ?? false
        let room = hasPlot ? max(area.height / 2, area.height - Self.plotHeight - 1) : area.height
        for (row, line) in lines.prefix(room).enumerated() {
            canvas.write(line, x: area.x, y: area.y + row, limit: area.width)
        }
        guard hasPlot, let curves else { return }
        let top = min(lines.count, room) + 1
        Plot(data: .metric(curves), view: view, theme: theme).draw(
            on: &canvas, in: area.inset(top: top, bottom: max(0, area.height - top - 2 * Self.plotHeight)))
    }

    private var lines: [Line] {
        switch entry {
        case .experiment(let item):
            var lines = [Line(item.name, Style(.strong))]
            if let run, let best = run.best {
                var line = Line("best ", Style(.quiet))
                line.append(StartList.figure(best.heldOut), .best)
                line.append(" on \(best.part.rawValue), epoch \(best.epoch) of \(run.name)", .quiet)
                lines.append(line)
            } else {
                lines.append(Line("no run yet", Style(.quiet)))
            }
            let text = item.text.split(separator: "\n", omittingEmptySubsequences: false)
            return lines + [Line("")] + text.map(Self.file)
        case .run(let run):
            var lines = [Line(run.name, Style(.strong)), Line(run.state.rawValue, Style(.quiet))]
            lines.append(Line("epoch \(run.epoch) of \(run.epochs), step \(run.step)"))
            lines.append(Line("seed \(run.seed), \(run.data)"))
            if let best = run.best {
                var line = Line("best ", Style(.quiet))
                line.append(StartList.figure(best.heldOut), .best)
                line.append(" on \(best.part.rawValue), epoch \(best.epoch)", .quiet)
                lines.append(line)
            }
            if run.steeringCount > 0 { lines.append(Line("\(run.steeringCount) commands steered it", Style(.quiet))) }
            if run.state == .running, let owner = run.owner { lines.append(Line("\(owner) is at it", Style(.on))) }
            return lines
        case .checkpoints:
            return [
                Line("checkpoints", Style(.strong)), Line("Each training saves its newest and its best epoch."),
                Line("Training continues from one bit for bit."),
            ]
        }
    }

    /// A line of an experiment's file; comments recede.
    private static func file(_ text: some StringProtocol) -> Line {
        guard let mark = text.firstIndex(of: "#"), mark == text.startIndex || text[text.index(before: mark)] == " "
        else { return Line(String(text)) }
        var line = Line(String(text[..<mark]))
        line.append(String(text[mark...]), .quiet)
        return line
    }
}
