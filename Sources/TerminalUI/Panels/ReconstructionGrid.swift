import Workbench

/// An autoencoder's samples: input, reconstruction and difference side by side, as many samples as fit.
struct ReconstructionGrid {
    let samples: [SampleSnapshot]
    let selected: Int
    let theme: Theme

    private static let gap = 3

    /// Draws the selected sample first, then those that follow it.
    func draw(on canvas: inout Canvas, in area: Area) {
        let triples = samples.indices.compactMap { index in pictures(samples[index]).map { (index, $0) } }
        guard let first = triples.first?.1.first, area.height >= 3, first.height > 0 else { return }
        // The largest picture of which three stand side by side, and two samples one above the other where that leaves a
        // legible size.
        var height = min(area.height - 2, (first.height + 1) / 2)
        while height > 2, width(first, height) * 3 + 2 > area.width { height -= 1 }
        if height * 2 + 4 > area.height, area.height / 2 - 2 >= 7 { height = area.height / 2 - 2 }
        let pictureWidth = width(first, height)
        let tileWidth = pictureWidth * 3 + 2
        let columns = max(1, (area.width + Self.gap) / (tileWidth + Self.gap))
        let rows = max(1, area.height / (height + 2))
        let start = max(0, triples.firstIndex { $0.0 == selected } ?? 0)
        let shown = (triples[start...] + triples[..<start]).prefix(columns * rows)
        for (position, (index, images)) in shown.enumerated() {
            let x = area.x + position % columns * (tileWidth + Self.gap)
            let y = area.y + position / columns * (height + 2)
            for (place, image) in images.enumerated() {
                let left = x + place * (pictureWidth + 1)
                ImageBlock.draw(
                    image, on: &canvas, in: Area(x: left, y: y, width: pictureWidth, height: height), theme: theme)
            }
            canvas.write(caption(index, width: tileWidth), x: x, y: y + height, limit: tileWidth)
            canvas.mark(Area(x: x, y: y, width: tileWidth, height: height + 1), as: .sample(index))
        }
    }

    private func width(_ image: SampleImage, _ height: Int) -> Int {
        max(3, Int((Double(2 * height * image.width) / Double(image.height)).rounded()))
    }

    private func pictures(_ sample: SampleSnapshot) -> [SampleImage]? {
        guard let input = sample.input, case .reconstruction(let output) = sample.output,
            let difference = DifferenceImage.make(input, output, colored: theme.showsHalfBlocks)
        else { return nil }
        return [input, output, difference]
    }

    private func caption(_ index: Int, width: Int) -> Line {
        var line = Line("sample \(index)", index == selected ? Style(.strong) : Style(.quiet))
        if let input = samples[index].input, case .reconstruction(let output) = samples[index].output {
            line.append("  mse ", .quiet)
            line.append(NumberText.value(SampleStrip.meanSquaredError(input, output)))
        }
        if width >= 44 { line.append("  input, reconstruction, difference", .quiet) }
        return line
    }
}
