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
        let columns = columns(visible)
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

    /// The columns that were asked for, else the usual ones.
    private func columns(_ listed: [RunSummary]) -> [Column] {
        runs.columns.isEmpty ? Self.usual(listed) : runs.columns.map { Self.column($0, listed) }
    }

    /// The most important columns first: what does not fit is left out from the right.
    private static func usual(_ runs: [RunSummary]) -> [Column] {
        let isMixed = isMixed(runs)
        var names: [RunColumn.Own] = [.run, .state, .epochs, .best]
        if isMixed { names.append(.test) }
        if runs.contains(where: { $0.note != nil }) { names.append(.note) }
        return (names + [.last, .steps, .steered, .data, .seed]).map { column(.own($0), runs) }
    }

    /// Where the epochs of some run are measured on a validation part, each figure says which part it is from.
    private static func isMixed(_ runs: [RunSummary]) -> Bool {
        runs.contains { $0.best.map { $0.part != .test } ?? false }
    }

    private static func column(_ column: RunColumn, _ runs: [RunSummary]) -> Column {
        let isMixed = isMixed(runs)
        let figure = { (measurement: JournalRecord.Measurement?) in
            measurement.map { NumberText.metric($0.metric, $0.kind) } ?? "-"
        }
        let measured = { (epoch: JournalRecord.Epoch?) in
            guard isMixed, let epoch else { return figure(epoch?.heldOut) }
            return "\(figure(epoch.heldOut)) \(epoch.part.rawValue)"
        }
        var heading = column.name
        let cell: (RunSummary) -> String
        switch column {
        case .own(.run): cell = \.name
        case .own(.state): cell = \.state.rawValue
        case .own(.epochs): cell = { "\($0.epoch)/\($0.epochs)" }
        case .own(.best):
            heading = isMixed ? "best" : "best test"
            cell = { measured($0.best) }
        case .own(.last):
            heading = isMixed ? "last" : "last test"
            cell = { measured($0.last) }
        case .own(.test): cell = { figure($0.test?.test) }
        case .own(.note): cell = { $0.note ?? "" }
        case .own(.steps): cell = { "\($0.step)" }
        case .own(.steered): cell = { "\($0.steeringCount)" }
        case .own(.data): cell = \.data
        case .own(.seed): cell = { "\($0.seed)" }
        case .own(.began): cell = { $0.began.formatted(.iso8601.dateSeparator(.dash)) }
        case .field(let name): cell = { $0.fields.value(name) ?? "-" }
        }
        return Column(heading: SafeText.clean(heading), cells: runs.map { SafeText.clean(cell($0)) })
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
