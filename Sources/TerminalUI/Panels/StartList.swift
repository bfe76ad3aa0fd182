import Workbench

/// The lines of the start screen under their headings, the selected one in sight.
struct StartList {
    let entries: [StartEntry]
    let selection: Int
    let runs: [RunSummary]
    let theme: Theme

    /// A line as it stands: an entry by its place, a heading, or nothing.
    private enum Row {
        case entry(Int)
        case heading(String)
        case space
    }

    func draw(on canvas: inout Canvas, in area: Area) {
        let rows = rows
        let selected = rows.firstIndex { if case .entry(selection) = $0 { true } else { false } } ?? 0
        let first = min(max(0, selected - area.height / 2), max(0, rows.count - area.height))
        let widths = columnWidths
        for (line, row) in rows[first..<min(rows.count, first + area.height)].enumerated() {
            let y = area.y + line
            switch row {
            case .space: break
            case .heading(let text):
                canvas.write(text, x: area.x + 1, y: y, style: Style(.quiet, .underline), limit: area.width - 1)
            case .entry(let index):
                canvas.write(text(entries[index], widths), x: area.x + 2, y: y, limit: area.width - 2)
                mark(index, on: &canvas, Area(x: area.x, y: y, width: area.width, height: 1))
            }
        }
    }

    private func mark(_ index: Int, on canvas: inout Canvas, _ area: Area) {
        canvas.mark(area, as: .item(index))
        guard index == selection else { return }
        canvas.put(theme.glyph("▸", ">"), x: area.x, y: area.y, style: Style(.key))
        // One bar: colours turned round would make a patchwork of it.
        canvas.restyle(area) { Style(.text, $0.attributes.union(.reverse)) }
    }

    private var rows: [Row] {
        var rows: [Row] = []
        for (index, entry) in entries.enumerated() {
            if index == 0 || entries[index - 1].section != entry.section {
                if index > 0 { rows.append(.space) }
                rows.append(.heading(entry.section))
            }
            rows.append(.entry(index))
        }
        return rows
    }

    private var columnWidths: (name: Int, data: Int, best: Int) {
        let items = entries.compactMap { if case .experiment(let item) = $0 { item } else { nil } }
        return (
            items.map(\.name.displayWidth).max() ?? 0, items.map { $0.data.displayWidth + 2 }.max() ?? 0,
            items.compactMap { best(of: $0).map { $0.displayWidth + 2 } }.max() ?? 0
        )
    }

    /// The best figure of an experiment's runs.
    private func best(of item: StartMenu.Item) -> String? {
        item.bestRun(among: runs)?.best.map { Self.figure($0.heldOut) }
    }

    private func text(_ entry: StartEntry, _ widths: (name: Int, data: Int, best: Int)) -> Line {
        switch entry {
        case .experiment(let item):
            var line = Line(item.name.padded(to: widths.name + 2), Style(.strong))
            let isThere = item.remedy == nil
            line.append(isThere ? theme.text("● ", "* ") : theme.text("○ ", "o "), isThere ? Role.on : .quiet)
            line.append(item.data.padded(to: widths.data), isThere ? Role.text : .quiet)
            if widths.best > 0 { line.append((best(of: item) ?? "").padded(to: widths.best), .best) }
            line.append(item.remedy == nil ? item.summary : "missing: \(item.remedy ?? "")", .quiet)
            return line
        case .run(let run):
            var line = Line(run.name + "  ", Style(.strong))
            line.append(run.state.rawValue, run.state == .running ? .on : .quiet)
            line.append("  \(run.epoch)/\(run.epochs)", .quiet)
            if let best = run.best {
                line.append("  \(best.part.rawValue) ", .quiet)
                line.append(Self.figure(best.heldOut), .best)
            }
            return line
        case .checkpoints: return Line("a checkpoint of any run", Style(.strong))
        }
    }

    /// A metric as the lists show it.
    static func figure(_ measurement: JournalRecord.Measurement) -> String {
        NumberText.metric(measurement.metric, measurement.kind)
    }
}
