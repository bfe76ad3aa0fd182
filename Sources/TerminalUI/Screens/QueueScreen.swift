import BinaryBrain
import Workbench

/// Screen 8: what waits to be trained, how far each has come, and who works on it.
struct QueueScreen: Screen {
    private typealias Column = ColumnTable<QueueStatus.Row>.Column

    func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        guard let status = state.queue.contents.queue else {
            canvas.note("reading the queue", in: canvas.area)
            return canvas
        }
        canvas.write(parts: heading(status), x: 0, y: 0, width: size.width)
        guard !status.rows.isEmpty else {
            let key = { (key: Character) in state.keys.place(of: .character(key)).label }
            canvas.note(
                "nothing is in the queue: \(key("F")) on an experiment opens its file, and \(key("Q")) there puts it here",
                in: canvas.area.inset(top: 1))
            return canvas
        }
        let detail = size.height >= 6 ? lines(of: state.queue.selectedRow, width: size.width - 3) : []
        let room = size.height - 1 - (detail.isEmpty ? 0 : detail.count + 1)
        let height = min(status.rows.count + 1, room)
        ColumnTable(
            rows: status.rows, selection: state.queue.selection, theme: theme, columns: Self.columns,
            meaning: { .item($0) }, mark: { Self.mark($0.state, theme) }
        ).draw(on: &canvas, in: Area(x: 0, y: 1, width: size.width, height: height))
        for (row, line) in detail.enumerated() {
            canvas.write(line, x: 3, y: 2 + height + row, limit: size.width - 3)
        }
        return canvas
    }

    private func heading(_ status: QueueStatus) -> [(line: Line, importance: Int)] {
        var parts: [(line: Line, importance: Int)] = [(Line("queue", Style(.strong)), 0)]
        let states: [(QueueStatus.State, Role)] = [
            (.running, .on), (.pausing, .warning), (.waiting, .text), (.paused, .warning), (.failed, .bad),
            (.finished, .quiet),
        ]
        for (index, (state, role)) in states.enumerated() where status.count(state) > 0 {
            parts.append((Line("\(status.count(state)) \(state.rawValue)", Style(role)), index + 1))
        }
        let workers = status.workers.count
        if workers > 0 {
            parts.append((Line(workers == 1 ? "1 process at work" : "\(workers) processes at work", Style(.key)), 1))
        } else if status.count(.waiting) > 0 {
            parts.append((Line("nobody is at work", Style(.warning)), 1))
        }
        return parts
    }

    private static func mark(_ state: QueueStatus.State, _ theme: Theme) -> (glyph: Unicode.Scalar, style: Style)? {
        switch state {
        case .running: (theme.glyph("●", "*"), Style(.on))
        case .pausing, .paused: (theme.glyph("‖", "="), Style(.warning))
        case .failed: (theme.glyph("✗", "!"), Style(.bad))
        case .finished: (theme.glyph("✓", "+"), Style(.good))
        case .waiting: nil
        }
    }

    /// The most important columns first.
    private static func columns(_ rows: [QueueStatus.Row]) -> [Column] {
        [
            Column(heading: "#", cells: rows.map { "\($0.entry.number)" }),
            Column(heading: "name", cells: rows.map { $0.isSweep ? "\($0.entry.name) (sweep)" : $0.entry.name }),
            Column(heading: "state", cells: rows.map(\.state.rawValue)),
            Column(heading: "progress", cells: rows.map(\.progressText)),
            Column(heading: "best", cells: rows.map { $0.best.map(StartList.figure) ?? "-" }),
            Column(heading: "data", cells: rows.map { $0.run?.data ?? "-" }),
            Column(heading: "trained by", cells: rows.map { $0.owners.map(\.description).joined(separator: ", ") }),
        ]
    }

    /// About the selected entry: why it failed, or where it is.
    private func lines(of row: QueueStatus.Row?, width: Int) -> [Line] {
        guard let row else { return [] }
        if let reason = row.reason {
            return reason.wrapped(to: max(1, width)).prefix(3).map { Line($0, Style(.bad)) }
        }
        if row.isSweep { return [Line("sweeps/\(row.entry.name)", Style(.quiet))] }
        return [Line(row.run?.directory.path ?? "nobody has begun it yet", Style(.quiet))]
    }
}

extension QueueStatus.Row {
    /// Whether it is a sweep.
    var isSweep: Bool { if case .sweep = entry.work { true } else { false } }
}
