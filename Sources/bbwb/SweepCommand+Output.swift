import BinaryBrain
import Datasets
import Foundation
import TerminalUI
import Workbench

// What a sweep prints and draws.
extension SweepCommand {
    private struct PointLine: Encodable {
        var event = "point"
        var oversampling: Int
        var seed: UInt64
        var epochs: Int
        /// On the part that the name says.
        var validation: JournalRecord.Measurement?
        var test: JournalRecord.Measurement?
        var run: String
        var trained: Bool
    }

    struct RowLine: Encodable {
        var event = "row"
        var oversampling: Int
        var seeds: Int
        var metric: String
        var part: DataPart
        var validation: SweepFigure.Spread?
        var test: SweepFigure.Spread?
        var loss: SweepFigure.Spread?

        init(_ row: SweepFigure.Row, _ kind: MetricKind, _ part: DataPart) {
            self.part = part
            oversampling = row.oversampling
            seeds = row.seeds.count
            metric = kind.rawValue
            if part == .validation { validation = row.metric } else { test = row.metric }
            loss = row.loss
        }
    }

    func report(_ point: OversamplingSweep.Point, _ progress: TrainingProgress, isNew: Bool) throws {
        guard case .finished(let directory, let epochs) = progress, let last = epochs.last else { return }
        if json {
            try Console.json(
                PointLine(
                    oversampling: point.oversampling, seed: point.seed, epochs: last.epoch,
                    validation: last.part == .validation ? last.heldOut : nil,
                    test: last.part == .test ? last.heldOut : nil,
                    run: directory.path, trained: isNew))
        } else {
            Console.line(
                "x\(point.oversampling) seed \(point.seed)  \(last.epoch) epochs  \(last.part.rawValue) "
                    + "\(ProgressLine.figure(last.heldOut.metric, last.heldOut.kind))  \(directory.path)"
                    + (isNew ? "" : "  (was done)"))
        }
    }

    private struct TakenLine: Encodable {
        var event = "taken"
        var oversampling: Int
        var seed: UInt64
        var host: String?
        var process: Int32?
    }

    func reportTaken(_ point: OversamplingSweep.Point, _ progress: TrainingProgress) throws {
        var owner: RunOwner?
        if case .taken(let known) = progress { owner = known }
        if json {
            try Console.json(
                TakenLine(
                    oversampling: point.oversampling, seed: point.seed, host: owner?.host, process: owner?.process))
        } else {
            let name = owner.map { "\($0)" } ?? "another process"
            Console.line("x\(point.oversampling) seed \(point.seed)  skipped: \(name) is working on it")
        }
    }

    static func headings(_ metric: MetricKind, _ part: DataPart) -> [String] {
        [
            "oversampling", "cycles/image", "seeds", "\(part.rawValue) \(metric.rawValue)", "±", "lowest", "highest",
            "\(part.rawValue) loss",
            "±",
        ]
    }

    static func cells(_ row: SweepFigure.Row) -> [String] {
        let number = { (value: Double?) in value.map(ProgressLine.number) ?? "-" }
        return [
            "x\(row.oversampling)", "\(row.oversampling)", "\(row.seeds.count)", number(row.metric?.mean),
            number(row.metric?.deviation), number(row.metric?.lowest), number(row.metric?.highest),
            number(row.loss?.mean), number(row.loss?.deviation),
        ]
    }

    /// Writes table and curves of what is done so far, and returns the files' paths.
    @discardableResult
    func writeFigure(_ figure: SweepFigure, of sweep: OversamplingSweep) throws -> [String] {
        let base = "\(options.out)/sweep-\(sweep.experiment)"
        try AtomicFile.write(Array(figure.csv.utf8), to: "\(base).csv")
        let plot = PlotFile(
            title: "\(sweep.part.rawValue) \(sweep.metric.rawValue) of \(sweep.experiment) by oversampling",
            metric: sweep.metric,
            curves: figure.rows.map { (name: "x\($0.oversampling)", history: $0.metricCurve) })
        for kind in PlotFile.Kind.allCases {
            try AtomicFile.write(plot.encoded(as: kind), to: "\(base).\(kind.rawValue)")
        }
        return ["\(base).csv"] + PlotFile.Kind.allCases.map { "\(base).\($0.rawValue)" }
    }
}
