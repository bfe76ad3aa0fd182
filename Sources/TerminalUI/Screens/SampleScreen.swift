import Workbench

/// Screen 3: what the net makes of test samples. A classifier: the image, a bar for each class, the confusion matrix. An
/// autoencoder: input, reconstruction, difference.
struct SampleScreen: Screen {
    func draw(_ snapshot: Snapshot, _ state: UIState, size: Size, theme: Theme) -> Canvas {
        var canvas = Canvas(size: size)
        guard !canvas.area.isEmpty else { return canvas }
        guard !snapshot.samples.isEmpty else {
            canvas.note("no samples yet", in: canvas.area)
            return canvas
        }
        let selected = min(state.selectedSample, snapshot.samples.count - 1)
        switch snapshot.samples[selected].output {
        case .reconstruction:
            drawHeading("test sample \(selected) of \(snapshot.samples.count)", on: &canvas, theme: theme)
            ReconstructionGrid(samples: snapshot.samples, selected: selected, theme: theme).draw(
                on: &canvas, in: canvas.area.inset(top: 1))
        case .classification(let scores, let label):
            let view = ClassifierView(
                snapshot: snapshot, selected: selected, scores: scores, label: label, theme: theme)
            view.draw(on: &canvas, in: canvas.area)
        case .values:
            drawHeading("test sample \(selected) of \(snapshot.samples.count)", on: &canvas, theme: theme)
            SampleStrip(
                samples: snapshot.samples, classNames: snapshot.classNames, selected: selected, theme: theme
            ).draw(on: &canvas, in: canvas.area.inset(top: 1))
        }
        return canvas
    }

    private func drawHeading(_ text: String, on canvas: inout Canvas, theme: Theme) {
        canvas.write(
            parts: [
                (Line(text, Style(.strong)), 0),
                (
                    Line(
                        theme.showsHalfBlocks
                            ? "difference: orange too bright, blue too dark" : "difference: brighter means larger",
                        Style(.quiet)), 1
                ),
            ], x: 0, y: 0, width: canvas.width)
    }
}

/// A classified sample with everything around it.
private struct ClassifierView {
    let snapshot: Snapshot
    let selected: Int
    let scores: [Float]
    let label: Int
    let theme: Theme

    func draw(on canvas: inout Canvas, in area: Area) {
        drawHeading(on: &canvas, in: area)
        let body = area.inset(top: 1)
        guard let matrix = snapshot.confusion else { return drawSample(on: &canvas, in: body) }
        let table = ConfusionTable(matrix: matrix, classNames: snapshot.classNames, theme: theme)
        if body.width >= table.size.width + 44, body.height >= 8 {
            table.draw(
                on: &canvas,
                in: Area(
                    x: body.maxX - table.size.width, y: body.y, width: table.size.width, height: body.height))
            drawSample(on: &canvas, in: body.inset(right: table.size.width + 3))
        } else if body.height >= table.size.height + 5 {
            let upper = body.height - table.size.height - 1
            drawSample(on: &canvas, in: Area(x: body.x, y: body.y, width: body.width, height: upper))
            table.draw(on: &canvas, in: body.inset(top: upper + 1))
        } else {
            drawSample(on: &canvas, in: body)
        }
    }

    private func drawHeading(on canvas: inout Canvas, in area: Area) {
        let name = snapshot.classNames.indices.contains(label) ? snapshot.classNames[label] : "\(label)"
        canvas.write(
            parts: [
                (Line("test sample \(selected) of \(snapshot.samples.count)", Style(.strong)), 0),
                (Line("class \(SafeText.clean(name))"), 1),
            ], x: area.x, y: area.y, width: area.width)
    }

    /// The picture, its bars beside it, and the other samples below where there is room.
    private func drawSample(on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty else { return }
        let bars = PredictionBars(
            scores: scores, label: label, classNames: snapshot.classNames,
            areShares: SampleStrip.givesShares(snapshot.samples), theme: theme)
        guard let image = snapshot.samples[selected].input, image.height > 0, area.height >= 4, area.width >= 30 else {
            return bars.draw(on: &canvas, in: area)
        }
        var height = min(area.height, max(scores.count, (image.height + 1) / 2))
        while height > 3, pictureWidth(image, height) + 22 > area.width { height -= 1 }
        let width = pictureWidth(image, height)
        ImageBlock.draw(
            image, on: &canvas, in: Area(x: area.x, y: area.y, width: width, height: height), theme: theme)
        bars.draw(
            on: &canvas,
            in: Area(
                x: area.x + width + 2, y: area.y, width: min(48, area.width - width - 2),
                height: min(area.height, max(height, scores.count))))
        let used = min(area.height, max(height, min(area.height, scores.count))) + 1
        SampleStrip(
            samples: snapshot.samples, classNames: snapshot.classNames, selected: selected, theme: theme
        ).draw(on: &canvas, in: area.inset(top: used))
    }

    private func pictureWidth(_ image: SampleImage, _ height: Int) -> Int {
        max(3, Int((Double(2 * height * image.width) / Double(image.height)).rounded()))
    }
}
