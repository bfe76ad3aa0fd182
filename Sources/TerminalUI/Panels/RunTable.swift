import Foundation
import Workbench

/// The past runs, a row each: columns as the width allows, the selected row in sight.
struct RunTable {
    let runs: RunsState
    let theme: Theme

    /// Narrower terminals leave columns out from the right.
    private static let gap = 2

    func draw(on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        let listed = runs.listed
        let rows = max(0, area.height - 1)
        let first = min(max(0, runs.selection - rows / 2), max(0, listed.count - rows))
        let visible = Array(listed[first..<min(listed.count, first + rows)])
        let columns = Self.columns(visible, theme: theme)
        let shown = Self.fitting(columns, width: area.width - 2)
        canvas.mark(area, as: .list)
        drawCells(
            shown.map(\.heading), widths: shown.map(\.width), y: area.y, Style(.quiet, .underline), on: &canvas, area)
        for (row, run) in visible.enumerated() {
            let y = area.y + 1 + row
            let isSelected = first + row == runs.selection
            drawCells(shown.map { $0.cells[row] }, widths: shown.map(\.width), y: y, .plain, on: &canvas, area)
            if let index = runs.compared.firstIndex(of: run.directory.path) {
                let letter = PlotOverlay.letters[index]
                canvas.put(letter, x: area.x + 1, y: y, style: Style(PlotOverlay.roles[index], .bold))
            }
            let rowArea = Area(x: area.x, y: y, width: area.width, height: 1)
            canvas.mark(rowArea, as: .run(first + row))
            guard isSelected else { continue }
            canvas.put(theme.glyph("▸", ">"), x: area.x, y: y, style: Style(.key))
            canvas.restyle(rowArea) { style in
                Style(foreground: style.foreground, attributes: style.attributes.union(.reverse))
            }
        }
    }

    private struct Column {
        var heading: String
        var cells: [String]
        var width: Int { max(heading.displayWidth, cells.map(\.displayWidth).max() ?? 0) }
    }

    private func drawCells(
        _ cells: [String], widths: [Int], y: Int, _ style: Style, on canvas: inout Canvas, _ area: Area
    ) {
        var x = area.x + 3
        for (cell, width) in zip(cells, widths) {
            canvas.write(cell, x: x, y: y, style: style, limit: min(width, area.maxX - x))
            x += width + Self.gap
        }
    }

    /// The most important columns first: what does not fit is left out from the right.
    private static func columns(_ runs: [RunSummary], theme: Theme) -> [Column] {
        let figure = { (measurement: JournalRecord.Measurement?) in
            measurement.map { NumberText.metric($0.metric, $0.kind) } ?? "-"
        }
        // Where the epochs of some run are measured on a validation part, each figure says which part it is from.
        let isMixed = runs.contains { $0.best.map { $0.part != .test } ?? false }
        let measured = { (epoch: JournalRecord.Epoch?) in
            guard isMixed, let epoch else { return figure(epoch?.heldOut) }
            return "\(figure(epoch.heldOut)) \(epoch.part.rawValue)"
        }
        let note = Column(heading: "note", cells: runs.map { $0.note ?? "" })
        let test = Column(heading: "test", cells: runs.map { figure($0.test?.test) })
        return [
            Column(heading: "run", cells: runs.map(\.name)),
            Column(heading: "state", cells: runs.map(\.state.rawValue)),
            Column(heading: "epochs", cells: runs.map { "\($0.epoch)/\($0.epochs)" }),
            Column(heading: isMixed ? "best" : "best test", cells: runs.map { measured($0.best) }),
        ] + (isMixed ? [test] : []) + (runs.contains { $0.note != nil } ? [note] : []) + [
            Column(heading: isMixed ? "last" : "last test", cells: runs.map { measured($0.last) }),
            Column(heading: "steps", cells: runs.map { "\($0.step)" }),
            Column(heading: "steered", cells: runs.map { "\($0.steeringCount)" }),
            Column(heading: "data", cells: runs.map(\.data)),
            Column(heading: "seed", cells: runs.map { "\($0.seed)" }),
        ]
    }

    private static func fitting(_ columns: [Column], width: Int) -> [Column] {
        var kept: [Column] = []
        var used = 1
        for column in columns {
            guard kept.isEmpty || used + column.width <= width else { break }
            kept.append(column)
            used += column.width + gap
        }
        return kept
    }
}
