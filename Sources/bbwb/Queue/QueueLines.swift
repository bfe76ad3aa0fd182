import BinaryBrain
import Foundation
import Workbench

/// What `bbwb queue` prints of the queue.
enum QueueLines {
    private struct EntryLine: Encodable {
        var event = "entry"
        var number: Int
        var name: String
        var kind: String
        var state: QueueStatus.State
        var done: Int
        var count: Int
        var epoch: Int?
        var epochs: Int?
        var run: String?
        var host: String?
        var process: Int32?
        var reason: String?
        var added: Date
    }

    private struct WorkerLine: Encodable {
        var event = "worker"
        var host: String
        var process: Int32
        var job: String?
    }

    /// Entries and workers as objects.
    static func json(_ status: QueueStatus) throws {
        for row in status.rows {
            let isSweep = if case .sweep = row.entry.work { true } else { false }
            try Console.json(
                EntryLine(
                    number: row.entry.number, name: row.entry.name, kind: isSweep ? "sweep" : "experiment",
                    state: row.state, done: row.done, count: row.count, epoch: row.run?.epoch, epochs: row.run?.epochs,
                    run: row.run?.directory.path, host: row.owners.first?.host, process: row.owners.first?.process,
                    reason: row.reason, added: row.entry.added))
        }
        for worker in status.workers {
            try Console.json(WorkerLine(host: worker.host, process: worker.process, job: worker.job))
        }
    }

    /// Entries as a table, and who works on them.
    static func show(_ status: QueueStatus) {
        let rows = status.rows.map { row in
            ["\(row.entry.number)", row.entry.name, row.state.rawValue, row.progressText, figure(row), detail(row)]
        }
        if rows.isEmpty {
            Console.line("nothing is in the queue: bbwb queue add EXPERIMENT puts something there")
        } else {
            for line in TextTable(["number", "name", "state", "progress", "best", "run"], rows: rows).lines {
                Console.line(line)
            }
        }
        for worker in status.workers { Console.line("at work: \(worker)") }
        if status.workers.isEmpty, status.count(.waiting) > 0 {
            Console.line("nobody is at work: bbwb queue work trains what waits")
        }
    }

    /// `mnist-lut-tiny  waiting  0/4 trainings`.
    static func summary(_ row: QueueStatus.Row) -> String {
        let before = row.state == .finished ? ": it was trained before" : ""
        return "\(row.entry.name)  \(row.state.rawValue)  \(row.progressText)\(before)"
    }

    private static func figure(_ row: QueueStatus.Row) -> String {
        row.best.map { ProgressLine.figure($0.metric, $0.kind) } ?? "-"
    }

    private static func detail(_ row: QueueStatus.Row) -> String {
        switch row.state {
        case .failed: return row.reason ?? "-"
        case .running, .pausing:
            let who = row.owners.map(\.description).joined(separator: ", ")
            return row.run.map { "\($0.name) by \(who)" } ?? "by \(who)"
        case .waiting, .paused, .finished:
            if case .sweep(let name, _) = row.entry.work { return "sweeps/\(name)" }
            return row.run?.name ?? "-"
        }
    }
}
