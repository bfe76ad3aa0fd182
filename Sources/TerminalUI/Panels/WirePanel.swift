import Workbench

/// What the wires of a layer read: counts, how many change, and the pixels as a picture.
struct WirePanel {
    let census: WireCensus
    let theme: Theme

    /// Mini-batches that the changes are averaged over.
    private static let window = 64
    /// Rows of a picture below which it says nothing.
    private static let smallestPicture = 4

    func draw(on canvas: inout Canvas, in area: Area) {
        for (row, line) in lines.prefix(max(0, area.height)).enumerated() {
            canvas.write(line, x: area.x, y: area.y + row, limit: area.width)
        }
        guard let image = census.image else { return }
        let rest = area.inset(top: lines.count)
        // A cell is about twice as high as it is wide.
        let height = min(rest.height, (image.height + 1) / 2, rest.width * image.height / max(1, 2 * image.width))
        guard height >= Self.smallestPicture else { return }
        let width = max(1, min(rest.width, height * 2 * image.width / image.height))
        ImageBlock.draw(
            image, on: &canvas, in: Area(x: rest.x, y: rest.y, width: width, height: height), theme: theme)
    }

    private var lines: [Line] {
        let choice = census.candidates.map { ", \($0) candidates each" } ?? ""
        var lines = [
            Line("\(census.count) wires" + choice, Style(.strong)),
            Line("read \(census.inputsRead) of \(census.inputCount) inputs", Style(.quiet)),
        ]
        if census.candidates != nil { lines.append(Line(changes, Style(.train))) }
        return lines
    }

    private var changes: String {
        let last = census.changes.points.suffix(Self.window)
        guard !last.isEmpty else { return "changes per step: shown after the next mini-batch" }
        let mean = last.reduce(0.0) { $0 + Double($1.value) } / Double(last.count)
        return "\(NumberText.value(mean)) change per step, mean of \(last.count)"
    }
}
