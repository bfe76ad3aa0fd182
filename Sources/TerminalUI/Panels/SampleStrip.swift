import Foundation
import Workbench

/// Test samples with what the net makes of them: image and predicted class, or image and reconstruction.
struct SampleStrip {
    let samples: [SampleSnapshot]
    let classNames: [String]
    /// The sample whose caption is marked; nil for none.
    var selected: Int?
    let theme: Theme

    /// How the tiles are laid out: a tile is its pictures side by side and a caption line below.
    private struct Layout {
        var pictureWidth: Int
        var pictureHeight: Int
        var picturesPerTile: Int
        var columns: Int
        var rows: Int

        var tileWidth: Int { pictureWidth * picturesPerTile + (picturesPerTile - 1) }
        var tileHeight: Int { pictureHeight + 1 }
    }

    private static let gap = 2

    /// Draws as many samples as fit, in the largest size in which most of them do.
    func draw(on canvas: inout Canvas, in area: Area) {
        guard let layout = layout(in: area) else { return }
        for (index, sample) in samples.prefix(layout.columns * layout.rows).enumerated() {
            let x = area.x + index % layout.columns * (layout.tileWidth + Self.gap)
            let y = area.y + index / layout.columns * layout.tileHeight
            draw(sample, layout: layout, on: &canvas, x: x, y: y)
            canvas.mark(Area(x: x, y: y, width: layout.tileWidth, height: layout.tileHeight), as: .sample(index))
            guard index == selected else { continue }
            let caption = Area(x: x, y: y + layout.pictureHeight, width: layout.tileWidth, height: 1)
            canvas.restyle(caption) { _ in .selected }
        }
    }

    private func draw(_ sample: SampleSnapshot, layout: Layout, on canvas: inout Canvas, x: Int, y: Int) {
        for (position, picture) in pictures(sample).enumerated() {
            let left = x + position * (layout.pictureWidth + 1)
            let area = Area(x: left, y: y, width: layout.pictureWidth, height: layout.pictureHeight)
            ImageBlock.draw(picture, on: &canvas, in: area, theme: theme)
        }
        canvas.write(
            caption(sample, width: layout.tileWidth), x: x, y: y + layout.pictureHeight, limit: layout.tileWidth)
    }

    private func pictures(_ sample: SampleSnapshot) -> [SampleImage] {
        var pictures = sample.input.map { [$0] } ?? []
        if case .reconstruction(let image) = sample.output { pictures.append(image) }
        return pictures
    }

    /// The largest pictures with which at least eight samples, four pairs, or all are in sight; where none is small enough for
    /// that, as many samples as possible.
    private func layout(in area: Area) -> Layout? {
        guard let first = samples.first, area.height >= 2 else { return nil }
        let shown = pictures(first)
        // A pair takes the room of two.
        let wanted = min(samples.count, shown.count > 1 ? 4 : 8)
        var best: (layout: Layout, visible: Int)?
        let tallest = shown.first.map { min(area.height - 1, max(1, ($0.height + 1) / 2)) } ?? 0
        for height in stride(from: tallest, through: min(tallest, 1), by: -1) {
            let width = pictureWidth(shown.first, height: height)
            let perTile = max(1, shown.count)
            let columns = (area.width + Self.gap) / (width * perTile + perTile - 1 + Self.gap)
            guard columns > 0 else { continue }
            let layout = Layout(
                pictureWidth: width, pictureHeight: height, picturesPerTile: perTile, columns: columns,
                rows: area.height / (height + 1))
            let visible = min(samples.count, layout.rows * columns)
            if visible >= wanted { return layout }
            if best == nil || visible > best!.visible { best = (layout, visible) }
        }
        return best?.layout
    }

    /// The width that keeps a picture's proportions (a cell is twice as high as wide), and room for a caption.
    private func pictureWidth(_ image: SampleImage?, height: Int) -> Int {
        guard let image, image.height > 0 else { return 8 }
        return max(5, Int((Double(2 * height * image.width) / Double(image.height)).rounded()))
    }

    // MARK: Captions

    private func caption(_ sample: SampleSnapshot, width: Int) -> Line {
        switch sample.output {
        case .classification(let scores, let label): classification(scores, label: label, width: width)
        case .reconstruction(let image): reconstruction(image, input: sample.input, width: width)
        case .values(let values, let target):
            Line(
                values.first.map {
                    "\(NumberText.value(Double($0)))/\(target.first.map { NumberText.value(Double($0)) } ?? "?")"
                }
                    ?? "-", Style(.quiet))
        }
    }

    /// `7 ✓ 98%` when right, `3≠5 61%` (predicted 3, is 5) when wrong.
    private func classification(_ scores: [Float], label: Int, width: Int) -> Line {
        guard let answer = Self.answer(scores, areShares: givesShares) else { return Line("no answer", Style(.bad)) }
        let isRight = answer.index == label
        let style = Style(isRight ? .good : .bad)
        let verdict =
            isRight
            ? name(answer.index) + theme.text(" ✓", " ok")
            : name(answer.index) + theme.text("≠", "/=") + name(label)
        var line = Line(verdict.truncated(to: width, theme: theme), style)
        let confidence = " " + NumberText.percent(Double(answer.confidence), digits: 0)
        if line.width + confidence.count <= width { line.append(confidence, .quiet) }
        return line
    }

    private func name(_ index: Int) -> String {
        classNames.indices.contains(index) ? SafeText.clean(classNames[index]) : "\(index)"
    }

    private var givesShares: Bool { Self.givesShares(samples) }

    /// Whether the net gives shares: the scores of every sample add up to 1. One sample alone may do so by chance.
    static func givesShares(_ samples: [SampleSnapshot]) -> Bool {
        samples.allSatisfy { sample in
            guard case .classification(let scores, _) = sample.output else { return false }
            return scores.allSatisfy { $0 >= 0 } && abs(scores.reduce(0, +) - 1) < 1e-3
        }
    }

    /// The share of each class: the scores themselves, or their softmax; 0 for a score that is no number.
    static func shares(_ scores: [Float], areShares: Bool) -> [Float] {
        if areShares { return scores }
        guard let highest = scores.filter(\.isFinite).max() else { return scores.map { _ in 0 } }
        let powers = scores.map { $0.isFinite ? exp($0 - highest) : 0 }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    /// The class of the highest score, and its share: the score itself if scores are shares, else their softmax.
    static func answer(_ scores: [Float], areShares: Bool) -> (index: Int, confidence: Float)? {
        guard let index = scores.indices.filter({ scores[$0].isFinite }).max(by: { scores[$0] < scores[$1] }) else {
            return nil
        }
        return (index, shares(scores, areShares: areShares)[index])
    }

    private func reconstruction(_ image: SampleImage, input: SampleImage?, width: Int) -> Line {
        guard let input, input.values.count == image.values.count, !image.values.isEmpty else {
            return Line("output", Style(.quiet))
        }
        var line = Line("mse ", Style(.quiet))
        line.append(NumberText.value(Self.meanSquaredError(input, image)))
        return line
    }

    /// Σ (a − b)² / n over the values of two pictures of one size.
    static func meanSquaredError(_ first: SampleImage, _ second: SampleImage) -> Double {
        let sum = zip(first.values, second.values).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        return Double(sum / Float(max(1, second.values.count)))
    }
}
