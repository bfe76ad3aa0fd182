import Workbench

/// Screen 4: the LUTs of a layer, one after another: truth table, inputs, Boolean expression, INIT value.
struct LutScreen: Screen {
    /// From this width on the list of all LUTs stands beside the selected one.
    private static let listWidth = 100

    func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        guard snapshot.layers.indices.contains(state.selectedLayer) else {
            canvas.note("no layers yet", in: canvas.area)
            return canvas
        }
        let layer = snapshot.layers[state.selectedLayer]
        guard let count = layer.lutCount else {
            let keys = theme.keyLabel([.up, .down].map { state.keys.place(of: $0).label }.joined(separator: " "))
            canvas.note(
                "layer \(state.selectedLayer) \(layer.className) has no LUTs: \(keys) select another",
                in: canvas.area)
            return canvas
        }
        guard let inspection = snapshot.lutInspection, inspection.layer == state.selectedLayer,
            !inspection.tables.isEmpty
        else {
            canvas.note("reading the \(count) LUTs of layer \(state.selectedLayer)", in: canvas.area)
            return canvas
        }
        let node = min(state.selectedLut, inspection.tables.count - 1)
        var area = canvas.area
        if size.width >= Self.listWidth, size.height >= 6 {
            LutList(inspection: inspection, selected: node, theme: theme).draw(
                on: &canvas, in: Area(x: 0, y: 0, width: LutList.width, height: size.height))
            area = area.inset(left: LutList.width + 3)
        }
        let view = LutView(
            layer: layer, description: LutDescription(inspection: inspection, node: node, theme: theme), theme: theme)
        view.draw(on: &canvas, in: area)
        return canvas
    }
}

/// The selected LUT.
private struct LutView {
    let layer: LayerSnapshot
    let description: LutDescription
    let theme: Theme

    private var inspection: LutInspection { description.inspection }

    func draw(on canvas: inout Canvas, in area: Area) {
        drawHeading(on: &canvas, x: area.x, y: area.y, width: area.width)
        let map = TruthTableMap(inputCount: description.inputCount, theme: theme)
        let expression = expressionLines(width: area.width)
        // With little room the words say more than the picture.
        let mapRows = max(map.size.height, description.inputCount + 1) + 2
        guard area.height >= mapRows + 3, area.width >= map.size.width + 24 else {
            var lines = [initLine] + careLines + expression
            lines += (0..<description.inputCount).map { inputLine($0) }
            for (row, line) in lines.prefix(max(0, area.height - 1)).enumerated() {
                canvas.write(line, x: area.x, y: area.y + 1 + row, limit: area.width)
            }
            return
        }
        canvas.write(initLine, x: area.x, y: area.y + 1, limit: area.width)
        if let line = careLines.first { canvas.write(line, x: area.x, y: area.y + 2, limit: area.width) }
        let top = area.y + 3
        let next = drawMaps(map, on: &canvas, x: area.x, y: top, width: area.width)
        for slot in 0..<description.inputCount {
            canvas.write(inputLine(slot), x: next, y: top + slot, limit: area.maxX - next)
        }
        let rest = area.inset(top: mapRows + 2)
        for (row, line) in expression.prefix(max(0, rest.height)).enumerated() {
            canvas.write(line, x: area.x, y: rest.y + row, limit: area.width)
        }
    }

    private func drawHeading(on canvas: inout Canvas, x: Int, y: Int, width: Int) {
        let name = layer.name.map { "\($0) (\(layer.className))" } ?? layer.className
        canvas.write(
            parts: [
                (Line("LUT \(description.node) of \(inspection.tables.count)", Style(.strong)), 0),
                (Line("layer \(inspection.layer) \(SafeText.clean(name))"), 1),
                (Line(description.kind, Style(.quiet)), 2),
                (deadNote, 3),
                (Line("as of step \(inspection.step)", Style(.quiet)), 4),
            ], x: x, y: y, width: width)
    }

    private var deadNote: Line {
        guard let isLive = inspection.isLive, !isLive[description.node] else { return Line() }
        return Line("dead: no output depends on it", Style(.warning))
    }

    /// What training images show of it.
    private var careLines: [Line] {
        guard inspection.node == description.node, let text = description.care else { return [] }
        return [Line(text, Style(.quiet))]
    }

    private var initLine: Line {
        var line = Line("INIT ", Style(.quiet))
        line.append(description.initValue, .strong)
        return line
    }

    /// Draws the truth table, and the numbers behind it where there is room, and returns the column behind them.
    private func drawMaps(_ map: TruthTableMap, on canvas: inout Canvas, x: Int, y: Int, width: Int) -> Int {
        map.draw(table: description.table, on: &canvas, x: x, y: y)
        canvas.write(
            "truth table", x: x + description.inputCount / 2 + 1, y: y + map.size.height, style: Style(.quiet))
        let second = x + map.size.width + 3
        guard inspection.node == description.node, !inspection.entries.isEmpty,
            width >= 2 * map.size.width + 3 + 28
        else { return second }
        map.draw(entries: inspection.entries, on: &canvas, x: second, y: y)
        canvas.write(
            "trained entries", x: second + description.inputCount / 2 + 1, y: y + map.size.height,
            style: Style(.quiet))
        return second + map.size.width + 3
    }

    private func inputLine(_ slot: Int) -> Line {
        var line = Line(String(Character(TruthTableMap.name(slot))), Style(.key))
        line.append("  " + description.origin(slot))
        let name = description.names[slot]
        if name != String(Character(TruthTableMap.name(slot))) { line.append("  the same as \(name)", .quiet) }
        return line
    }

    private func expressionLines(width: Int) -> [Line] {
        let (text, isMinimal) = description.expression
        var lines = ("y = " + text).wrapped(to: width).map { Line($0) }
        if !isMinimal { lines.append(Line("a shorter sum may exist: the search was cut short", Style(.quiet))) }
        return lines
    }
}

extension Canvas {
    /// Writes a quiet note in the middle of an area, wrapped to its width.
    mutating func note(_ text: String, in area: Area) {
        let lines = text.wrapped(to: area.width).prefix(area.height)
        for (row, line) in lines.enumerated() {
            write(
                line, x: area.x + max(0, (area.width - line.displayWidth) / 2),
                y: area.y + (area.height - lines.count) / 2 + row, style: Style(.quiet), limit: area.width)
        }
    }
}
