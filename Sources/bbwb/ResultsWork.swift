import ArgumentParser
import BinaryBrain
import Datasets
import Export
import Foundation
import Workbench

/// Does what a table of results lacks, and writes its page.
struct ResultsWork {
    /// The whole table: the page has every row, whichever are trained now.
    let table: ResultList
    let store: RunStore
    let page: String
    let json: Bool

    private struct TrainingLine: Encodable {
        var event = "training"
        var row: String
        var seed: UInt64
        var trained: Bool
        var run: String
        var metrics: [String: Double]
    }

    private struct RowLine: Encodable {
        var event = "row"
        var row: String
        var seeds: Int
        var result: SweepFigure.Spread?
        var luts: SweepFigure.Spread?
        var reached: Bool?
    }

    /// Trains and measures the trainings of a row that are not done.
    func finish(_ row: ResultList.Row) throws {
        for spec in row.trainings {
            guard isPresent(spec.data, row) else { return }
            let name = "\(row.name) seed \(spec.seed)  "
            let output: HeadlessRun.Output = !json && isatty(STDOUT_FILENO) == 1 ? .status(name) : .silent
            let outcome = try PlannedTraining(spec: spec, store: store).finish(output)
            if case .taken = outcome {
                Console.complain("\(row.name) seed \(spec.seed): skipped, another process is working on it")
                continue
            }
            guard case .finished(let run, let epochs) = store.progress(of: [spec])[0] else { continue }
            let isNew = if case .trained = outcome { true } else { false }
            let kept = NetMeasurement(keptIn: run, step: epochs.last?.step ?? 0)
            let measurement = try kept ?? measure(run, row)
            if isNew || kept == nil { try writePage() }
            try report(row, spec, isNew, run, measurement)
        }
    }

    /// Makes the net of a row's first seed a circuit, if the table wants that and it is not done.
    func makeCircuit(_ row: ResultList.Row) throws {
        guard let device = row.device, let spec = row.trainings.first,
            case .finished(let run, let epochs) = store.progress(of: [spec])[0],
            CircuitMeasurement(keptIn: run, step: epochs.last?.step ?? 0) == nil,
            let checkpoint = run.newestCheckpoint()
        else { return }
        do {
            let circuit = try Interruption.handled(by: {}) {
                try CircuitMeasurement(
                    of: SavedModel(contentsOf: checkpoint), on: spec.loadDataset(), device: device, in: run,
                    monitor: ExportMonitor(isCancelled: { Interruption.hasHappened }))
            }
            try circuit.keep(in: run)
        } catch is CancellationError { throw ExitCode(StopRequests.exitStatus) }
        if !json { Console.line("\(row.name) seed \(spec.seed)  circuit in \(run.path)/circuit") }
        try writePage()
    }

    /// Whether a data set of the catalogue has been fetched; otherwise says how to.
    private func isPresent(_ data: String, _ row: ResultList.Row) -> Bool {
        guard let entry = DatasetCatalog.entries.first(where: { $0.name == data }), !entry.isPresent() else {
            return true
        }
        Console.complain("\(row.name): skipped, because \(data) is missing: run: bbwb data fetch \(data)")
        return false
    }

    private func measure(_ run: RunDirectory, _ row: ResultList.Row) throws -> NetMeasurement {
        guard let checkpoint = run.newestCheckpoint() else {
            throw BrainError(
                .io, what: "measuring \(run.path)", why: "its checkpoints have been deleted",
                remedy: "delete the folder, so that it is trained again")
        }
        let saved = try SavedModel(contentsOf: checkpoint)
        let measurement = try NetMeasurement(
            of: saved, loadDataset: { _ in try saved.dataset(named: nil) },
            isHeldOut: row.isHeldOut)
        try measurement.keep(in: run)
        return measurement
    }

    private func report(
        _ row: ResultList.Row, _ spec: ExperimentSpec, _ isNew: Bool, _ run: RunDirectory, _ measurement: NetMeasurement
    ) throws {
        guard !json else {
            return try Console.json(
                TrainingLine(
                    row: row.name, seed: spec.seed, trained: isNew, run: run.path, metrics: measurement.metrics))
        }
        let figure = measurement.metrics["stored"].map { ProgressLine.figure($0, spec.metrics.kind) } ?? "held out"
        let cost = measurement.cost.map { ", \($0.total) LUTs all-in" } ?? ""
        Console.line("\(row.name) seed \(spec.seed)  \(figure)\(cost)  \(run.path)" + (isNew ? "" : "  (was done)"))
    }

    /// Prints what a row has found.
    func show(_ figure: ResultFigure) throws {
        let luts = figure.cost(\.total)
        guard !json else {
            return try Console.json(
                RowLine(
                    row: figure.row.name, seeds: figure.finished.count, result: figure.result, luts: luts,
                    reached: figure.isGoalMet))
        }
        let mean = figure.result.map { ProgressLine.figure($0.mean, figure.metric) } ?? "-"
        let verdict = figure.isGoalMet.map { $0 ? "  goal reached" : "  goal not reached" } ?? ""
        Console.line(
            "\(figure.row.name)  \(figure.finished.count) of \(figure.trainings.count) seeds  mean \(mean)\(verdict)")
    }

    /// Writes the page and its pictures, of all that is done.
    func writePage() throws {
        let figures = table.rows.map { ResultFigure($0, in: store) }
        try Folder.make(FilePath.folder(of: page))
        let pictures = try ResultPictures(page: page).write(table, figures)
        try AtomicFile.write(Array(ResultPage(table, figures, pictures: pictures).markdown.utf8), to: page)
    }
}
