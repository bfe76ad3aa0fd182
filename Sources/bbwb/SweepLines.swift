import BinaryBrain
import Datasets
import Foundation
import Workbench

/// What a sweep prints.
struct SweepLines {
    let sweep: Sweep
    let json: Bool

    /// Whether this process is one of those that `--jobs` started: several write to one terminal.
    private var isWorker: Bool { SweepWorkers.isWorker }

    /// What a training of a task prints.
    func output(for task: Sweep.Task) -> HeadlessRun.Output {
        json || Self.isQuiet ? .silent : .status("\(sweep.label(of: task))  ")
    }

    /// Whether nobody sees a line that is rewritten, or several processes would rewrite it.
    static var isQuiet: Bool { SweepWorkers.isWorker || isatty(STDOUT_FILENO) != 1 }

    private struct PointLine: Encodable {
        var event = "point"
        var task: Int
        var settings: [String: String]
        var oversampling: Int?
        var seed: UInt64
        var epochs: Int
        /// On the part that the name says.
        var validation: JournalRecord.Measurement?
        var test: JournalRecord.Measurement?
        var run: String
        var trained: Bool
    }

    /// A task is done.
    func report(_ entry: SweepProgress.Entry, runsFolder: String, isNew: Bool) throws {
        // Of a team of processes only the one that trains a task speaks of it.
        guard let record = entry.state.record, isNew || !isWorker else { return }
        let run = "\(runsFolder)/\(record.run)"
        guard !json else {
            return try Console.json(
                PointLine(
                    task: record.task, settings: record.settings,
                    oversampling: sweep.oversampling(of: entry.task.values), seed: record.seed,
                    epochs: record.last.epoch, validation: sweep.part == .validation ? record.last.heldOut : nil,
                    test: sweep.part == .test ? record.last.heldOut : nil, run: run, trained: isNew))
        }
        Console.line(
            "\(sweep.label(of: entry.task))  \(record.last.epoch) epochs  \(record.part) "
                + "\(ProgressLine.figure(record.last.heldOut.metric, record.last.heldOut.kind))  \(run)"
                + (isNew ? "" : "  (was done)"))
    }

    /// A training could not go on.
    func complain(_ task: Sweep.Task, _ failure: SessionFailure) {
        Console.complain("task \(task.number), \(sweep.label(of: task)): \(failure.reason)")
    }

    private struct TakenLine: Encodable {
        var event = "taken"
        var task: Int
        var settings: [String: String]
        var oversampling: Int?
        var seed: UInt64
        var host: String?
        var process: Int32?
    }

    /// Someone else is at a task.
    func reportTaken(_ task: Sweep.Task, _ owner: RunOwner?) throws {
        guard !isWorker else { return }
        guard !json else {
            return try Console.json(
                TakenLine(
                    task: task.number, settings: sweep.settings(of: task.values),
                    oversampling: sweep.oversampling(of: task.values), seed: task.seed, host: owner?.host,
                    process: owner?.process))
        }
        let name = owner.map { "\($0)" } ?? "another process"
        Console.line("\(sweep.label(of: task))  skipped: \(name) is working on it")
    }

    private struct RowLine: Encodable {
        var event = "row"
        var settings: [String: String]
        var oversampling: Int?
        var seeds: Int
        /// Trainings that were halted; their figures are in no mean unless no other training is there.
        var halted: Int?
        var complete: Bool?
        var metric: String
        var part: DataPart
        var validation: SweepFigure.Spread?
        var test: SweepFigure.Spread?
        var loss: SweepFigure.Spread?
        var luts: SweepFigure.Spread?
        var cycles: SweepFigure.Spread?
        var imagesPerSecond: SweepFigure.Spread?
        /// Whether no other row is better and as small.
        var front: Bool?

        private enum CodingKeys: String, CodingKey {
            case event, settings, oversampling, seeds, halted, complete, metric, part, validation, test, loss, luts,
                cycles, front
            case imagesPerSecond = "images_per_second"
        }
    }

    /// The table.
    /// - Parameter outcome: what the nets cost; nil if that was not counted.
    func show(_ figure: SweepFigure, _ outcome: SweepOutcome?, files: [String]) throws {
        let costs = Dictionary((outcome?.rows ?? []).map { ($0.values, $0) }) { first, _ in first }
        let front = Set((outcome?.front(.luts) ?? []).map(\.values))
        guard !json else {
            for row in figure.rows {
                try Console.json(
                    RowLine(
                        settings: sweep.settings(of: row.values), oversampling: row.oversampling,
                        seeds: row.seeds.count, halted: row.halted > 0 ? row.halted : nil,
                        complete: row.halted > 0 ? row.isComplete : nil, metric: figure.metric.name, part: figure.part,
                        validation: figure.part == .validation ? row.metric : nil,
                        test: figure.part == .test ? row.metric : nil, loss: row.loss,
                        luts: costs[row.values]?.price(.luts), cycles: costs[row.values]?.price(.cycles),
                        imagesPerSecond: costs[row.values]?.price(.imagesPerSecond),
                        front: costs[row.values].map { front.contains($0.values) }))
            }
            return
        }
        let isCosted = outcome?.rows.contains { $0.price(.luts) != nil } ?? false
        let hasHalted = figure.rows.contains { $0.halted > 0 }
        let rows = figure.rows.map { row in
            cells(row, hasHalted: hasHalted)
                + (isCosted
                    ? [
                        costs[row.values]?.price(.luts).map { "\(Int($0.mean.rounded()))" } ?? "-",
                        front.contains(row.values) ? "*" : "",
                    ] : [])
        }
        for line in TextTable(
            headings(figure, hasHalted: hasHalted) + (isCosted ? ["LUTs all-in", "front"] : []), rows: rows
        ).lines {
            Console.line(line)
        }
        Console.line("wrote \(files.joined(separator: ", "))")
    }

    private func headings(_ figure: SweepFigure, hasHalted: Bool) -> [String] {
        let part = figure.part.rawValue
        return sweep.axes.flatMap { $0.isOversampling ? [$0.name, "cycles/image"] : [$0.name] }
            + ["seeds"] + (hasHalted ? ["halted"] : []) + [
                "\(part) \(figure.metric.name)", "±", "lowest", "highest", "\(part) loss", "±",
            ]
    }

    private func cells(_ row: SweepFigure.Row, hasHalted: Bool) -> [String] {
        let number = { (value: Double?) in value.map(ProgressLine.number) ?? "-" }
        return zip(sweep.axes, row.values).flatMap { $0.isOversampling ? [$0.text(of: $1), $1] : [$1] } + [
            "\(row.isComplete ? row.seeds.count : 0)"
        ] + (hasHalted ? ["\(row.halted)"] : []) + [
            number(row.metric?.mean), number(row.metric?.deviation), number(row.metric?.lowest),
            number(row.metric?.highest), number(row.loss?.mean), number(row.loss?.deviation),
        ]
    }
}
