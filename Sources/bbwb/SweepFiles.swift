import BinaryBrain
import Foundation
import TerminalUI
import Workbench

/// The files of a sweep's figure: in the sweep's folder, or beside the runs as `sweep-NAME`.
struct SweepFiles {
    private let sweep: Sweep
    private let table: String
    private let curves: String
    private let folder: String?

    init(_ sweep: Sweep, store: RunStore, folder: SweepFolder?) {
        self.sweep = sweep
        self.folder = folder?.path
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
            title: "\(sweep.part.rawValue) \(sweep.metric.name) of \(sweep.experiment) by \(subject)\(rest)",
            metric: sweep.metric,
            curves: rows.map { (name: figure.label(of: $0), history: $0.metricCurve) })
        for kind in PlotFile.Kind.allCases {
            try AtomicFile.write(plot.encoded(as: kind), to: "\(curves).\(kind.rawValue)")
        }
        return ["\(table).csv"] + PlotFile.Kind.allCases.map { "\(curves).\($0.rawValue)" }
    }

    /// Writes what the nets cost beside how good they are, and the page; returns the files' paths. A sweep without a folder has
    /// neither.
    func writeReport(_ outcome: SweepOutcome) throws -> [String] {
        guard let folder, !outcome.trainings.isEmpty else { return [] }
        try AtomicFile.write(Array(outcome.csv.utf8), to: "\(folder)/tasks.csv")
        let pictures = SweepPictures(outcome)
        var files = ["\(folder)/tasks.csv"]
        func save(_ svg: String?, _ name: String) throws {
            guard let svg else { return }
            try AtomicFile.write(Array(svg.utf8), to: "\(folder)/\(name).svg")
            files.append("\(folder)/\(name).svg")
        }
        for price in SweepOutcome.Price.allCases { try save(pictures.scatter(price), price.rawValue) }
        try save(pictures.bands, "bands")
        let page = SweepReport(outcome, specification: sweep.specification).html
        try AtomicFile.write(Array(page.utf8), to: "\(folder)/report.html")
        return files + ["\(folder)/report.html"]
    }

    /// As many rows as a plot can tell apart, in order.
    private static func best(_ figure: SweepFigure) -> [SweepFigure.Row] {
        guard figure.rows.count > PlotFile.runLimit else { return figure.rows }
        let sign = figure.metric.better.costSign
        let order = figure.rows.indices.filter { figure.rows[$0].metric != nil }.sorted {
            sign * (figure.rows[$0].metric?.mean ?? 0) < sign * (figure.rows[$1].metric?.mean ?? 0)
        }
        return order.prefix(PlotFile.runLimit).sorted().map { figure.rows[$0] }
    }
}
