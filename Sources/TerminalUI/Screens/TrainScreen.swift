import Workbench

/// Screen 1: layers, loss and metric plots, modulation, samples, last events.
struct TrainScreen: Screen {
    private static let twoColumnWidth = 110
    private static let twoColumnHeight = 16
    /// The body of a terminal of 24 lines.
    private static let comfortableHeight = 21

    func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        let painter = Painter(snapshot: snapshot, state: state, theme: theme)
        if size.width >= Self.twoColumnWidth && size.height >= Self.twoColumnHeight {
            drawTwoColumns(painter, on: &canvas)
        } else {
            drawOneColumn(painter, on: &canvas)
        }
        return canvas
    }

    /// Everything below one another, the plots side by side.
    private func drawOneColumn(_ painter: Painter, on canvas: inout Canvas) {
        let rows = painter.snapshot.layers.count + 1
        // From 24 lines on, the switches of each layer are worth more than samples.
        let isComfortable = canvas.height >= Self.comfortableHeight
        let plotMinimum = isComfortable ? 6 : 5
        let tableMinimum = min(rows, isComfortable ? canvas.height - plotMinimum - 3 : 4)
        let stack = RowStack(
            sections: [
                .init(part: .figures, minimum: 1, ideal: 1, priority: 0),
                .init(part: .table, minimum: tableMinimum, ideal: rows, priority: 3),
                .init(part: .modulation, minimum: 1, ideal: 1, priority: 1),
                .init(part: .plots, minimum: plotMinimum, ideal: 8, priority: 2),
                .init(part: .samples, minimum: 5, ideal: 8, priority: 5),
                .init(part: .events, minimum: 1, ideal: 2, priority: 4),
            ].filter { $0.part != .samples || !painter.snapshot.samples.isEmpty }, takesRest: .plots)
        for (part, area) in stack.areas(in: canvas.area) { painter.draw(part, on: &canvas, in: area) }
    }

    /// Figures and modulation on top, layers, samples and events on the left, the plots on the right.
    private func drawTwoColumns(_ painter: Painter, on canvas: inout Canvas) {
        painter.draw(.figures, on: &canvas, in: Area(x: 0, y: 0, width: canvas.width, height: 1))
        painter.draw(.modulation, on: &canvas, in: Area(x: 0, y: 1, width: canvas.width, height: 1))
        let below = canvas.area.inset(top: 3)
        let leftWidth = min(92, canvas.width / 2)
        let left = Area(x: 0, y: below.y, width: leftWidth - 2, height: below.height)
        let rows = painter.snapshot.layers.count + 1
        let stack = RowStack(
            sections: [
                .init(part: .table, minimum: min(rows, 6), ideal: rows, priority: 0),
                .init(part: .space, minimum: 1, ideal: 1, priority: 5),
                .init(part: .samples, minimum: 5, ideal: 16, priority: 3),
                .init(part: .space, minimum: 1, ideal: 1, priority: 6),
                .init(part: .events, minimum: 2, ideal: 4, priority: 2),
            ].filter { $0.part != .samples || !painter.snapshot.samples.isEmpty }, takesRest: .events)
        for (part, area) in stack.areas(in: left) { painter.draw(part, on: &canvas, in: area) }
        let right = Area(x: leftWidth, y: below.y, width: canvas.width - leftWidth, height: below.height)
        painter.draw(.plots, on: &canvas, in: right)
    }
}

/// A part of the Train screen.
private enum TrainPart { case figures, table, modulation, plots, samples, events, space }

/// Shares out rows: the sections of highest priority (smallest number) get their minimum first, then each grows to its ideal
/// in the same order, and one takes what is left.
private struct RowStack {
    struct Section {
        var part: TrainPart
        var minimum: Int
        var ideal: Int
        var priority: Int
    }

    var sections: [Section]
    var takesRest: TrainPart

    /// The sections that fit, from top to bottom.
    func areas(in area: Area) -> [(TrainPart, Area)] {
        var heights = [Int](repeating: 0, count: sections.count)
        var left = area.height
        let order = sections.indices.sorted { sections[$0].priority < sections[$1].priority }
        for index in order where sections[index].minimum <= left {
            heights[index] = sections[index].minimum
            left -= sections[index].minimum
        }
        for index in order where heights[index] > 0 {
            let growth = min(left, max(0, sections[index].ideal - heights[index]))
            heights[index] += growth
            left -= growth
        }
        if let index = sections.firstIndex(where: { $0.part == takesRest }), heights[index] > 0 {
            heights[index] += left
        }
        var y = area.y
        var result: [(TrainPart, Area)] = []
        for (index, section) in sections.enumerated() where heights[index] > 0 {
            result.append((section.part, Area(x: area.x, y: y, width: area.width, height: heights[index])))
            y += heights[index]
        }
        return result
    }
}

/// Draws the parts of the Train screen.
private struct Painter {
    let snapshot: Snapshot
    let state: UIState
    let theme: Theme

    func draw(_ part: TrainPart, on canvas: inout Canvas, in area: Area) {
        switch part {
        case .figures:
            FiguresPanel(snapshot: snapshot, theme: theme).draw(on: &canvas, x: area.x, y: area.y, width: area.width)
        case .table:
            LayerTable(layers: snapshot.layers, selected: state.selectedLayer, theme: theme).draw(on: &canvas, in: area)
        case .modulation:
            ModulationLine(snapshot: snapshot, theme: theme).draw(on: &canvas, x: area.x, y: area.y, width: area.width)
        case .plots: drawPlots(on: &canvas, in: area)
        case .samples:
            SampleStrip(samples: snapshot.samples, classNames: snapshot.classNames, theme: theme).draw(
                on: &canvas, in: area)
        case .events: EventList(events: snapshot.events, theme: theme).draw(on: &canvas, in: area)
        case .space: break
        }
    }

    /// Both plots: one above the other in a tall area, side by side in a wide one; one alone, the metric, in a small one.
    private func drawPlots(on canvas: inout Canvas, in area: Area) {
        var lossData = PlotData.loss(snapshot)
        lossData.overlays = state.runs.overlays(PlotData.loss)
        var metricData = PlotData.metric(snapshot)
        metricData.overlays = state.runs.overlays(PlotData.metric)
        let loss = Plot(data: lossData, view: state.plots, theme: theme)
        let metric = Plot(data: metricData, view: state.plots, theme: theme)
        if snapshot.isLossMetric {
            metric.draw(on: &canvas, in: area)
        } else if area.height >= 16 && area.width < 110 {
            let upper = (area.height - 1) / 2
            loss.draw(on: &canvas, in: Area(x: area.x, y: area.y, width: area.width, height: upper))
            metric.draw(
                on: &canvas,
                in: Area(x: area.x, y: area.y + upper + 1, width: area.width, height: area.height - upper - 1))
        } else if area.width >= 56 {
            let width = (area.width - 2) / 2
            loss.draw(on: &canvas, in: Area(x: area.x, y: area.y, width: width, height: area.height))
            metric.draw(
                on: &canvas,
                in: Area(x: area.x + width + 2, y: area.y, width: area.width - width - 2, height: area.height))
        } else {
            metric.draw(on: &canvas, in: area)
        }
    }
}

extension PlotData {
    /// The loss of a run.
    static func loss(_ snapshot: Snapshot) -> PlotData {
        PlotData(
            title: "loss", train: snapshot.trainLoss, test: snapshot.testLoss,
            partName: snapshot.heldOutPart.rawValue, testSize: snapshot.testSize,
            probe: snapshot.probeLoss, probeSize: snapshot.probeSize, steering: snapshot.steering.map(\.step),
            better: .lower, isShare: false, newest: snapshot.step)
    }

    /// The metric of a run.
    static func metric(_ snapshot: Snapshot) -> PlotData {
        let kind = snapshot.metricKind
        return PlotData(
            title: (snapshot.isLossMetric ? "loss = " : "") + kind.name, train: snapshot.trainMetric,
            test: snapshot.testMetric, partName: snapshot.heldOutPart.rawValue, testSize: snapshot.testSize,
            probe: snapshot.probeMetric,
            probeSize: snapshot.probeSize, steering: snapshot.steering.map(\.step),
            better: kind.better, isShare: kind.isShare,
            newest: snapshot.step)
    }
}
