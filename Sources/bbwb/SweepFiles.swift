import BinaryBrain
import Foundation
import TerminalUI
import Workbench

/// The files of a sweep's figure: in the sweep's folder, or beside the runs as `sweep-NAME`.
struct SweepFiles {
    private let sweep: Sweep
    private let table: String
    private let curves: String

    init(_ sweep: Sweep, store: RunStore, folder: SweepFolder?) {
        self.sweep = sweep
        table = folder.map { "\($0.path)/epochs" } ?? "\(store.path)/sweep-\(sweep.experiment)"
        curves = folder.map { "\($0.path)/curves" } ?? "\(store.path)/sweep-\(sweep.experiment)"
    }

    /// Writes them, and returns their paths.
    func write(_ figure: SweepFigure) throws -> [String] {
        try AtomicFile.write(Array(figure.csv.utf8), to: "\(table).csv")
        let rows = Self.best(figure)
        let subject = sweep.axes.map(\.name).joined(separator: ", ")
        let rest = rows.count < figure.rows.count ? ", the best \(rows.count) of \(figure.rows.count)" : ""
        let plot = PlotFile(
            title: "\(sweep.part.rawValue) \(sweep.metric.rawValue) of \(sweep.experiment) by \(subject)\(rest)",
            metric: sweep.metric,
            curves: rows.map { (name: figure.label(of: $0), history: $0.metricCurve) })
        for kind in PlotFile.Kind.allCases {
            try AtomicFile.write(plot.encoded(as: kind), to: "\(curves).\(kind.rawValue)")
        }
        return ["\(table).csv"] + PlotFile.Kind.allCases.map { "\(curves).\($0.rawValue)" }
    }

    /// As many rows as a plot can tell apart, in order.
    private static func best(_ figure: SweepFigure) -> [SweepFigure.Row] {
        guard figure.rows.count > PlotFile.runLimit else { return figure.rows }
        let sign: Double = figure.metric == .accuracy ? -1 : 1
        let order = figure.rows.indices.filter { figure.rows[$0].metric != nil }.sorted {
            sign * (figure.rows[$0].metric?.mean ?? 0) < sign * (figure.rows[$1].metric?.mean ?? 0)
        }
        return order.prefix(PlotFile.runLimit).sorted().map { figure.rows[$0] }
    }
}
