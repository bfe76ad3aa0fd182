import Workbench

// The line over a plot: what its curves and marks are, or the values at the cursor.
extension Plot {
    func drawLegend(on canvas: inout Canvas, in area: Area) {
        if let cursor = view.cursor { return drawReading(at: cursor, on: &canvas, in: area) }
        // Where there is no room for words, the marks say what is what.
        let parts = legend(isShort: false)
        let gaps = 2 * (parts.count - 1)
        let isShort = parts.reduce(gaps) { $0 + $1.line.width } > area.width
        canvas.write(
            parts: isShort ? legend(isShort: true) : parts, gap: 2, x: area.x, y: area.y, width: area.width)
    }

    private func legend(isShort: Bool) -> [(line: Line, importance: Int)] {
        var parts: [(line: Line, importance: Int)] = [(Line(data.title, Style(.strong)), 0)]
        if let last = data.train.last { parts.append((Line("train " + data.text(last.value), Style(.train)), 3)) }
        if let last = data.test.last {
            parts.append((measured(.test, last.value, of: data.testSize, isShort), 1))
        }
        if let last = data.probe.last {
            parts.append((measured(.probe, last.value, of: data.probeSize, isShort), 2))
        }
        if let best = data.best {
            let text =
                theme.text("◆ ", "* ") + "best " + data.text(best.value) + " @ " + NumberText.tick(Double(best.step))
            parts.append((Line(text, Style(.best)), 5))
        }
        for (index, overlay) in data.overlays.prefix(PlotOverlay.limit).enumerated() {
            let key = theme.glyphs == .ascii ? String(PlotOverlay.letters[index]) : PlotOverlay.samples[index]
            parts.append((Line("\(key) \(SafeText.clean(overlay.name))", Style(PlotOverlay.roles[index])), 6 + index))
        }
        parts.append((Line(modeText, Style(.quiet)), 4))
        return parts
    }

    /// The values at the cursor: the mini-batch there, the moving average, the last test before it, other runs.
    private func drawReading(at cursor: Int, on canvas: inout Canvas, in area: Area) {
        var parts: [(line: Line, importance: Int)] = [
            (Line(data.title, Style(.strong)), 0), (Line("at step \(cursor)", Style(.key)), 1),
        ]
        if let point = data.train.last(atOrBefore: cursor) {
            parts.append((Line("train " + data.text(point.value), Style(.train)), 2))
        }
        if let span = view.averagedSpan(of: data.train),
            let average = Smoothing.value(data.train, span: span, atOrBefore: cursor)
        {
            parts.append((Line("average " + data.text(Float(average)), Style(.train)), 4))
        }
        if let point = data.test.last(atOrBefore: cursor) {
            let place = point.step == cursor ? "" : " @ \(NumberText.tick(Double(point.step)))"
            parts.append((Line(data.partName + " " + data.text(point.value) + place, Style(.test)), 3))
        }
        if let point = data.probe.last(atOrBefore: cursor) {
            parts.append((Line("probe " + data.text(point.value), Style(.test)), 5))
        }
        for (index, overlay) in data.overlays.prefix(PlotOverlay.limit).enumerated() {
            guard let point = overlay.history.last(atOrBefore: cursor) else { continue }
            parts.append(
                (
                    Line(
                        SafeText.clean(overlay.name) + " " + data.text(point.value), Style(PlotOverlay.roles[index])),
                    6 + index
                ))
        }
        canvas.write(parts: parts, gap: 2, x: area.x, y: area.y, width: area.width)
    }

    /// `⠶ test 82.4% of 1000`, or `⠶82.4% of 1000`.
    private func measured(_ mark: TestMark, _ value: Float, of images: Int, _ isShort: Bool) -> Line {
        let name = isShort ? "" : mark == .test ? " \(data.partName) " : " \(mark) "
        return Line(
            mark.sample(theme) + name + data.text(value) + (images > 0 ? " of \(images)" : ""), Style(.test))
    }

    private var modeText: String {
        var modes: [String] = []
        if view.scale == .logarithmic { modes.append("log y") }
        if view.scale == .all { modes.append("all y") }
        if view.isStepLogarithmic { modes.append("log x") }
        if !view.isFollowing && data.range == nil { modes.append("held") }
        modes.append(view.averagedSpan(of: data.train).map { "smooth \($0)" } ?? "raw")
        return modes.joined(separator: ", ")
    }
}
