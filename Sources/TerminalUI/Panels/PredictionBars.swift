import Workbench

/// What the net says of one sample: a bar for each class.
struct PredictionBars {
    let scores: [Float]
    let label: Int
    let classNames: [String]
    /// Whether the scores of the net add up to 1; otherwise their softmax is shown.
    let areShares: Bool
    let theme: Theme

    /// Draws as many classes as fit: all in their order, else the likeliest.
    func draw(on canvas: inout Canvas, in area: Area) {
        guard !area.isEmpty, !scores.isEmpty else { return }
        let shares = SampleStrip.shares(scores, areShares: areShares)
        var order = Array(shares.indices)
        if order.count > area.height {
            order = Array(order.sorted { shares[$0] > shares[$1] }.prefix(area.height))
        }
        let answer = shares.indices.max { shares[$0] < shares[$1] }
        let nameWidth = min(14, max(1, order.map { name($0).displayWidth }.max() ?? 1))
        for (row, index) in order.enumerated() {
            let y = area.y + row
            let isRight = index == label
            let style =
                isRight ? Style(.good, .bold) : index == answer ? Style(.bad, .bold) : Style(.quiet)
            let mark = isRight ? theme.text("✓", "*") : index == answer ? theme.text("✗", "x") : " "
            let text = name(index).truncated(to: nameWidth, theme: theme).leftPadded(to: nameWidth) + " " + mark + " "
            let used = canvas.write(text, x: area.x, y: y, style: style, limit: area.width)
            let room = area.width - used - 5
            guard room > 0 else { continue }
            let bar = Bar.text(Double(shares[index]), width: room, theme: theme)
            canvas.write(bar, x: area.x + used, y: y, style: style)
            canvas.write(
                NumberText.percent(Double(shares[index]), digits: 0).leftPadded(to: 4), x: area.maxX - 4, y: y,
                style: style)
        }
    }

    private func name(_ index: Int) -> String {
        classNames.indices.contains(index) ? SafeText.clean(classNames[index]) : "\(index)"
    }
}
