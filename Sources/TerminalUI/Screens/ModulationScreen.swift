import BinaryBrain
import Workbench

/// Screen 5: the present weights at every oversampling, measured in the background: what quality costs in cycles, at the
/// same LUTs.
struct ModulationScreen: Screen {
    func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        guard let modulation = snapshot.modulation else {
            canvas.note(
                "this experiment has no binary modulation: 'modulation: { train: 7 }' in its file adds one",
                in: canvas.area)
            return canvas
        }
        guard let sweep = snapshot.modulationSweep else {
            let ladder = Command.modulationLadder.map { "x\($0)" }
            canvas.note(
                "measuring the weights at \(ladder.dropLast().joined(separator: ", ")) and \(ladder.last ?? "")",
                in: canvas.area)
            return canvas
        }
        drawHeading(sweep, modulation, on: &canvas, theme: theme)
        let kind = snapshot.metricKind
        let table = SweepTable(
            sweep: sweep, modulation: modulation, kind: kind, theme: theme)
        let tableHeight = min(sweep.points.count + 1, max(0, size.height - 1))
        table.draw(
            on: &canvas, in: Area(x: 0, y: size.height - tableHeight, width: size.width, height: tableHeight))
        let points = sweep.points.compactMap { point in
            point.metric.map { metric in
                let marks =
                    (point.oversampling == modulation.train ? theme.text("▸", ">") : "")
                    + (point.oversampling == modulation.test ? theme.text("◂", "<") : "")
                return ParetoPlot.Point(
                    price: Double(point.oversampling), quality: metric, label: "x\(point.oversampling)\(marks)",
                    isFaint: point.step != sweep.step, isOnFront: false)
            }
        }
        let plot = ParetoPlot(
            points: ParetoPlot.Point.marked(points, higherIsBetter: kind.better == .higher),
            priceTitle: "cycles per image", priceTicks: points.map(\.price),
            tickText: { kind.isShare ? NumberText.tick($0 * 100) + "%" : NumberText.tick($0) }, theme: theme)
        plot.draw(on: &canvas, in: canvas.area.inset(top: 1, bottom: tableHeight + 1))
        return canvas
    }

    private func drawHeading(
        _ sweep: ModulationSweep, _ modulation: ModulationSnapshot, on canvas: inout Canvas, theme: Theme
    ) {
        var parts: [(line: Line, importance: Int)] = [
            (Line("weights of step \(sweep.step)", Style(.strong)), 1),
            (Line("\(sweep.lutCount) LUTs at every point", Style(.text)), 2),
            (Line("method \(modulation.method.rawValue)", Style(.quiet)), 3),
        ]
        if sweep.layersOfNumbers > 0 {
            // Counts of LUTs and cycles are those of another net then.
            let layers = sweep.layersOfNumbers == 1 ? "1 layer outputs" : "\(sweep.layersOfNumbers) layers output"
            parts.insert((Line("not the LUTs: \(layers) real numbers", Style(.warning)), 0), at: 0)
        }
        if let failure = sweep.failure {
            parts.insert((Line("not measured: \(failure)", Style(.bad)), 0), at: 0)
        } else if !sweep.isDone {
            let done = sweep.points.reduce(0) { $0 + ($1.step == sweep.step ? $1.imageCount : 0) }
            let share = Double(done) / Double(max(1, sweep.imagesPerPoint * sweep.points.count))
            parts.append((Line("measuring \(NumberText.percent(share, digits: 0))", Style(.key)), 0))
        }
        canvas.write(parts: parts, x: 0, y: 0, width: canvas.width)
    }
}

/// The figures of a sweep.
private struct SweepTable {
    let sweep: ModulationSweep
    let modulation: ModulationSnapshot
    let kind: MetricKind
    let theme: Theme

    /// The mean squared error has its column anyway.
    private var hasMetric: Bool { kind != .mse }
    private var metricWidth: Int { max(11, kind.name.count + 3) }

    func draw(on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        let heading =
            "  modulation  cycles" + (hasMetric ? kind.name.leftPadded(to: metricWidth) : "")
            + "       mse      loss  images"
        canvas.write(heading, x: area.x, y: area.y, style: Style(.quiet, .underline), limit: area.width)
        for (row, point) in sweep.points.prefix(area.height - 1).enumerated() {
            canvas.write(line(point), x: area.x, y: area.y + 1 + row, limit: area.width)
        }
    }

    private func line(_ point: ModulationSweep.Point) -> Line {
        let isTrain = point.oversampling == modulation.train
        let isTest = point.oversampling == modulation.test
        let isOld = point.step != sweep.step
        let style = isOld ? Style(.quiet) : isTrain || isTest ? Style(.strong) : Style.plain
        var line = Line(isTrain ? theme.text("▸", ">") : " ", Style(.train))
        line.append(isTest ? theme.text("◂", "<") : " ", .test)
        line.append("x\(point.oversampling)".padded(to: 10), style)
        line.append("\(point.oversampling)".leftPadded(to: 8), style)
        let number = { (value: Double?) in value.map(NumberText.value) ?? "-" }
        if hasMetric {
            line.append(
                (point.metric.map { NumberText.metric($0, kind) } ?? "-").leftPadded(to: metricWidth), style)
        }
        line.append(number(point.meanSquaredError).leftPadded(to: 10), style)
        line.append(number(point.loss).leftPadded(to: 10), style)
        line.append("\(point.imageCount)".leftPadded(to: 8), style)
        if isOld, let step = point.step { line.append("  of step \(step)", .quiet) }
        return line
    }
}
