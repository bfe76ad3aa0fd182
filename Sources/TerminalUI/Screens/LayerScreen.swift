import Workbench

/// Screen 2: one layer in depth.
struct LayerScreen: Screen {
    func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        guard snapshot.layers.indices.contains(state.selectedLayer) else {
            canvas.note("no layers yet", in: canvas.area)
            return canvas
        }
        // The table takes a third at most, the details the rest.
        let wanted = min(snapshot.layers.count + 1, max(2, size.height / 3))
        let tableHeight = size.height < 8 ? min(2, size.height) : wanted
        LayerTable(layers: snapshot.layers, selected: state.selectedLayer, theme: theme).draw(
            on: &canvas, in: Area(x: 0, y: 0, width: size.width, height: tableHeight))
        if let device = snapshot.device, size.height >= 8 {
            let area = Area(x: 0, y: tableHeight, width: size.width, height: 1)
            canvas.write(text(device, snapshot.layers), x: 1, y: area.y, style: Style(.quiet), limit: area.width - 1)
        }
        let rest = canvas.area.inset(top: tableHeight + (size.height < 8 ? 0 : 1))
        guard let inspection = snapshot.layerInspection, inspection.layer == state.selectedLayer else {
            canvas.note("reading layer \(state.selectedLayer)", in: rest)
            return canvas
        }
        Details(snapshot: snapshot, state: state, inspection: inspection, theme: theme).draw(on: &canvas, in: rest)
        return canvas
    }

    /// What runs on the device, and what that costs: before the name, which may be long.
    private func text(_ device: DeviceSnapshot, _ layers: [LayerSnapshot]) -> String {
        let there = layers.count(where: \.ranOnDevice)
        let bytes = device.bytesPerStep.map { ", \($0) bytes cross in a mini-batch" } ?? ""
        return "device \(device.index) runs \(there) of \(layers.count) layers\(bytes): \(device.name)"
    }
}

/// Everything below the table.
private struct Details {
    let snapshot: Snapshot
    let state: UIState
    let inspection: LayerInspection
    let theme: Theme

    private static let gap = 3

    func draw(on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        if area.width < 70 || area.height < 8 { return drawOneColumn(on: &canvas, in: area) }
        let leftWidth = (area.width - Self.gap) / 2
        let left = Area(x: area.x, y: area.y, width: leftWidth, height: area.height)
        let right = area.inset(left: leftWidth + Self.gap)
        let censusHeight = inspection.luts.map { census in
            min(LutCensusPanel(census: census, theme: theme).height, left.height / 2 + 1)
        }
        let split = max(censusHeight ?? 0, (left.height - 1) / 2)
        drawHistogram(on: &canvas, in: Area(x: left.x, y: left.y, width: left.width, height: split))
        drawGradients(on: &canvas, in: left.inset(top: split + 1))
        if let census = inspection.luts {
            LutCensusPanel(census: census, theme: theme).draw(
                on: &canvas, in: Area(x: right.x, y: right.y, width: right.width, height: split))
            drawWiresAndAgreement(on: &canvas, in: right.inset(top: split + 1))
        } else {
            drawAgreement(on: &canvas, in: right)
        }
    }

    /// Wires on the left of what is there, or alone where there is no room for both.
    private func drawWiresAndAgreement(on canvas: inout Canvas, in area: Area) {
        guard let wires = inspection.wires else { return drawAgreement(on: &canvas, in: area) }
        let panel = WirePanel(census: wires, theme: theme)
        let isWide = area.width >= 2 * Self.narrowestHalf + Self.gap
        guard isWide || area.height >= Self.rowsForBoth else {
            return panel.draw(on: &canvas, in: area)
        }
        if isWide {
            let half = (area.width - Self.gap) / 2
            panel.draw(on: &canvas, in: Area(x: area.x, y: area.y, width: half, height: area.height))
            drawAgreement(on: &canvas, in: area.inset(left: half + Self.gap))
        } else {
            let height = area.height * 3 / 5
            panel.draw(on: &canvas, in: Area(x: area.x, y: area.y, width: area.width, height: height))
            drawAgreement(on: &canvas, in: area.inset(top: height + 1))
        }
    }

    private static let narrowestHalf = 30
    private static let rowsForBoth = 14

    private func drawOneColumn(on canvas: inout Canvas, in area: Area) {
        var rest = area
        if let census = inspection.luts {
            let panel = LutCensusPanel(census: census, theme: theme)
            let height = min(panel.height, rest.height)
            panel.draw(on: &canvas, in: Area(x: rest.x, y: rest.y, width: rest.width, height: height))
            rest = rest.inset(top: height + 1)
        }
        let height = min(8, rest.height)
        if height >= 3 {
            drawHistogram(on: &canvas, in: Area(x: rest.x, y: rest.y, width: rest.width, height: height))
            rest = rest.inset(top: height + 1)
        }
        if rest.height >= 3 { drawAgreement(on: &canvas, in: rest) }
    }

    private func drawHistogram(on canvas: inout Canvas, in area: Area) {
        guard let parameters = inspection.parameters else {
            return canvas.note("no parameters to train", in: area)
        }
        HistogramPanel(histogram: parameters, theme: theme).draw(on: &canvas, in: area)
    }

    private func drawAgreement(on canvas: inout Canvas, in area: Area) {
        AgreementPanel(
            agreement: inspection.agreement, layers: snapshot.layers, selected: inspection.layer, theme: theme
        ).draw(on: &canvas, in: area)
    }

    private func drawGradients(on canvas: inout Canvas, in area: Area) {
        guard inspection.parameters != nil else { return }
        let norms = inspection.gradientNorms
        guard let first = norms.first, let last = norms.last else {
            return canvas.note("gradient norm: shown after the next mini-batch", in: area)
        }
        var data = PlotData(
            title: "gradient norm", train: norms, test: MetricHistory(), steering: snapshot.steering.map(\.step),
            better: .lower, isShare: false, newest: last.step)
        data.range = first.step...max(first.step + 1, last.step)
        var view = state.plots
        view.setCursor(nil, newest: last.step)
        Plot(data: data, view: view, theme: theme).draw(on: &canvas, in: area)
    }
}
