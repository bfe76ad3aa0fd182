import Workbench

/// The layers of the net with their switches: columns as the width allows, the selected row always in sight.
struct LayerTable {
    let layers: [LayerSnapshot]
    let selected: Int
    let theme: Theme

    /// One column: its heading, its cells, and when it is left out.
    private struct Column {
        var heading: String
        var cells: [Line]
        /// 0 stays longest.
        var importance: Int
        var alignsRight: Bool

        var width: Int { max(heading.displayWidth, cells.map(\.width).max() ?? 0) }
    }

    /// Draws the heading and as many layers as there are rows.
    func draw(on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        let rows = visibleRows(area.height - 1)
        let columns = fitting(area.width - 1)
        var x = area.x + 1
        for (position, column) in columns.enumerated() {
            var heading = column.heading
            if position == 1 && rows.count < layers.count && !rows.isEmpty {
                heading += " \(rows.lowerBound)-\(rows.upperBound - 1) of \(layers.count)"
            }
            let width = position == 1 ? nameWidth(columns, total: area.width - 1) : column.width
            let text = heading.truncated(to: width, theme: theme)
            canvas.write(
                column.alignsRight ? text.leftPadded(to: width) : text, x: x, y: area.y,
                style: Style(.quiet, .underline),
                limit: area.maxX - x)
            for (line, layer) in rows.enumerated() {
                let cell = column.cells[layer]
                let indent = column.alignsRight ? max(0, width - cell.width) : 0
                canvas.write(cell, x: x + indent, y: area.y + 1 + line, limit: min(width, area.maxX - x - indent))
            }
            x += width + Self.gap
        }
        for (line, layer) in rows.enumerated() {
            let y = area.y + 1 + line
            canvas.mark(Area(x: area.x, y: y, width: area.width, height: 1), as: .layer(layer))
            guard layer == selected else { continue }
            canvas.put(theme.glyph("▸", ">"), x: area.x, y: y, style: Style(.key))
            canvas.restyle(Area(x: area.x, y: y, width: area.width, height: 1)) { _ in .selected }
        }
    }

    private static let gap = 2
    private static let narrowestName = 12
    private static let comfortableName = 24

    /// The layers shown in `count` rows, with the selected one about in the middle.
    private func visibleRows(_ count: Int) -> Range<Int> {
        guard count > 0 else { return 0..<0 }
        if layers.count <= count { return 0..<layers.count }
        let first = min(max(0, selected - count / 2), layers.count - count)
        return first..<first + count
    }

    private func nameWidth(_ columns: [Column], total: Int) -> Int {
        let others = columns.enumerated().filter { $0.offset != 1 }.reduce(0) { $0 + $1.element.width + Self.gap }
        return max(1, min(total - others, max(columns[1].width, "layer 10-10 of 100".count)))
    }

    private func fitting(_ total: Int) -> [Column] {
        var columns = allColumns
        while columns.count > 2 {
            let fixed = columns.enumerated().filter { $0.offset != 1 }.reduce(0) { $0 + $1.element.width + Self.gap }
            let least = columns.map(\.importance).max()!
            // The lesser columns are worth less than a name in full.
            let wanted = least >= 5 ? Self.comfortableName : Self.narrowestName
            if fixed + min(wanted, columns[1].width) <= total { break }
            columns.remove(at: columns.lastIndex { $0.importance == least }!)
        }
        return columns
    }

    private var allColumns: [Column] {
        [
            Column(
                heading: "#", cells: layers.indices.map { Line("\($0)", Style(.quiet)) }, importance: 0,
                alignsRight: true),
            Column(heading: "layer", cells: layers.map { Line(Self.title($0)) }, importance: 0, alignsRight: false),
            Column(
                heading: "in", cells: layers.map { Line(shape($0.inputShape), Style(.quiet)) }, importance: 7,
                alignsRight: true),
            Column(
                heading: "out", cells: layers.map { Line(shape($0.outputShape)) }, importance: 3, alignsRight: true),
            Column(
                heading: "LUTs", cells: layers.map { Line($0.lutCount.map(String.init) ?? dot) }, importance: 2,
                alignsRight: true),
            Column(
                heading: "params",
                cells: layers.map {
                    Line($0.parameterCount > 0 ? NumberText.count(Double($0.parameterCount)) : dot, Style(.quiet))
                },
                importance: 8, alignsRight: true),
            Column(heading: "binary", cells: layers.map { toggle($0.isBinary) }, importance: 1, alignsRight: false),
            Column(
                heading: "host_only", cells: layers.map(place), importance: 1, alignsRight: false),
            Column(
                heading: "activation", cells: layers.map { Line(rate($0.activationRate)) }, importance: 4,
                alignsRight: true),
            Column(heading: "", cells: layers.map { bar($0.activationRate) }, importance: 6, alignsRight: false),
        ]
    }

    private static func title(_ layer: LayerSnapshot) -> String {
        let name = layer.name.map { $0 == layer.className ? $0 : "\($0) (\(layer.className))" } ?? layer.className
        return layer.remark.map { "\(name) \($0)" } ?? name
    }

    private func shape(_ shape: [Int]) -> String { shape.map(String.init).joined(separator: theme.text("×", "x")) }

    private var dot: String { theme.text("·", "-") }

    private func toggle(_ value: Bool?) -> Line {
        switch value {
        case true?: Line("on", Style(.on))
        case false?: Line("off", Style(.quiet))
        case nil: Line(dot, Style(.quiet))
        }
    }

    /// Where a layer runs: `on` is plain reference code, `off` the vector kernels, and the rest a device.
    private func place(_ layer: LayerSnapshot) -> Line {
        guard layer.isHostOnly == false, layer.usesDevice == true, layer.ranOnDevice else {
            return toggle(layer.isHostOnly)
        }
        return Line("device", Style(.on))
    }

    private func rate(_ value: Float?) -> String {
        guard let value else { return dot }
        return value.isFinite && abs(value) < 1000 ? fixed(value) : NumberText.value(Double(value))
    }

    private func fixed(_ value: Float) -> String {
        let hundredths = Int((value * 100).rounded())
        let sign = hundredths < 0 ? "-" : ""
        let digits = abs(hundredths) % 100
        return "\(sign)\(abs(hundredths) / 100).\(digits < 10 ? "0" : "")\(digits)"
    }

    /// The rate as a bar of ten cells.
    private func bar(_ value: Float?) -> Line {
        guard let value, value.isFinite else { return Line(dot, Style(.quiet)) }
        let filled = Int((min(1, max(0, value)) * 10).rounded())
        var line = Line(String(repeating: theme.text("━", "#"), count: filled), Style(.train))
        line.append(String(repeating: theme.text("─", "."), count: 10 - filled), .quiet)
        return line
    }
}
