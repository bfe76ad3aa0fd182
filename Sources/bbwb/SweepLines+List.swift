import BinaryBrain
import Workbench

// `bbwb sweep --list`.
extension SweepLines {
    private struct TaskLine: Encodable {
        var event = "task"
        var task: Int
        var settings: [String: String]
        var seed: UInt64
        var state: String
        var host: String?
        var process: Int32?
        var job: String?
        var step: Int?
        var validation: JournalRecord.Measurement?
        var test: JournalRecord.Measurement?
        var run: String?
    }

    /// All tasks.
    func list(_ progress: SweepProgress) throws {
        guard !json else {
            for entry in progress.entries { try Console.json(line(of: entry)) }
            return
        }
        let rows = progress.entries.map { entry in
            ["\(entry.task.number)"] + zip(sweep.axes, entry.task.values).map { $0.text(of: $1) } + [
                "\(entry.task.seed)", text(of: entry.state), entry.run?.path ?? "-",
            ]
        }
        let headings = ["task"] + sweep.axes.map(\.name) + ["seed", "state", "run"]
        for line in TextTable(headings, rows: rows).lines { Console.line(line) }
    }

    private func text(of state: SweepProgress.State) -> String {
        switch state {
        case .open: "open"
        case .running(let owner): "running: \(owner.map(\.description) ?? "another process")"
        case .begun(let step): "begun: step \(step)"
        case .finished(let record):
            "\(record.isHalted == true ? "halted after epoch \(record.last.epoch)" : "finished"): \(record.part) \(ProgressLine.figure(record.last.heldOut.metric, record.last.heldOut.kind))"
        }
    }

    private func line(of entry: SweepProgress.Entry) -> TaskLine {
        var line = TaskLine(
            task: entry.task.number, settings: sweep.settings(of: entry.task.values), seed: entry.task.seed,
            state: "open", run: entry.run?.path)
        switch entry.state {
        case .open: break
        case .running(let owner):
            line.state = "running"
            (line.host, line.process, line.job) = (owner?.host, owner?.process, owner?.job)
        case .begun(let step): (line.state, line.step) = ("begun", step)
        case .finished(let record):
            (line.state, line.step) = (record.isHalted == true ? "halted" : "finished", record.last.step)
            if sweep.part == .test { line.test = record.last.heldOut } else { line.validation = record.last.heldOut }
        }
        return line
    }
}
