import Foundation
import Workbench

/// The past runs, a row each: columns as the width allows, the selected row in sight.
struct RunTable {
    let runs: RunsState
    let theme: Theme

    private typealias Column = ColumnTable<RunSummary>.Column

    func draw(on canvas: inout Canvas, in area: Area) {
        ColumnTable(
            rows: runs.listed, selection: runs.selection, theme: theme, columns: columns, meaning: { .run($0) },
            mark: { run in
                runs.compared.firstIndex(of: run.directory.path).map {
                    (PlotOverlay.letters[$0], Style(PlotOverlay.roles[$0], .bold))
                }
            }
        ).draw(on: &canvas, in: area)
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
}
