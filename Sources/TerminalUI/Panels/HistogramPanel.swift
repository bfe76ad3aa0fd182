import Workbench

/// The spread of a layer's parameters.
struct HistogramPanel {
    let histogram: Histogram
    let theme: Theme

    func draw(on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        var parts: [(line: Line, importance: Int)] = [
            (Line("parameters", Style(.strong)), 0),
            (Line("mean \(NumberText.value(histogram.mean))"), 1),
            (Line("deviation \(NumberText.value(histogram.deviation))"), 2),
        ]
        if histogram.brokenCount > 0 {
            parts.append((Line("\(histogram.brokenCount) NaN or infinite", Style(.bad)), 1))
        }
        canvas.write(parts: parts, x: area.x, y: area.y, width: area.width)
        let field = area.inset(top: 1, bottom: 1)
        guard !field.isEmpty, !histogram.counts.isEmpty else { return }
        Bar.columns(heights(field.width), on: &canvas, in: field, theme: theme, style: Style(.train))
        let low = NumberText.value(histogram.lower)
        let high = NumberText.value(histogram.upper)
        canvas.write(low, x: field.x, y: field.maxY, style: Style(.axis), limit: field.width)
        if low.count + high.count + 2 <= field.width {
            canvas.write(high, x: field.maxX - high.count, y: field.maxY, style: Style(.axis))
        }
    }

    /// The bins stretched over, or gathered into, `width` columns; each bin counts where its middle falls.
    private func heights(_ width: Int) -> [Double] {
        let bins = histogram.counts.count
        guard bins > width else { return (0..<width).map { Double(histogram.counts[$0 * bins / width]) } }
        var heights = [Double](repeating: 0, count: width)
        for (bin, count) in histogram.counts.enumerated() { heights[bin * width / bins] += Double(count) }
        return heights
    }
}
