import Foundation
import Workbench

/// A plot as an SVG file: the same view of the same data as on the screen.
struct PlotSVG {
    let data: PlotData
    let view: PlotView

    private static let width = 800
    private static let height = 400
    private static let left = 80
    private static let bottom = 40
    private static let top = 40
    private static let right = 20
    private static let ink = "#333333"
    private static let rulesColor = "#EEEEEE"
    private static let trainColor = "#0072B2"
    private static let bandColor = "#A9CCE3"
    private static let testColor = "#E69F00"
    private static let steeringColor = "#CC79A7"

    /// The file's text.
    var text: String {
        let steps = StepAxis(view.steps(newest: data.newest), logarithmic: view.isStepLogarithmic)
        let axis = Plot(data: data, view: view, theme: Theme()).valueAxis(steps)
        let size = "\(Self.width) \(Self.height)"
        var lines = [
            #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(size)" font-family="sans-serif" font-size="13">"#,
            #"<rect width="100%" height="100%" fill="white"/>"#,
            label(Self.left, 24, data.title, Self.ink),
            label(Self.left + 120, 24, "train", Self.trainColor),
            label(Self.left + 180, 24, "test", Self.testColor),
        ]
        lines += axes(steps, axis)
        for step in data.steering where steps.range.contains(step) {
            let position = x(step, steps)
            lines.append(
                rule(position, Self.top, position, Self.height - Self.bottom, Self.steeringColor, dashed: true))
        }
        lines += curves(steps, axis)
        for index in steps.indices(of: data.test) where data.test[index].value.isFinite {
            let point = data.test[index]
            let center = #"cx="\#(x(point.step, steps))" cy="\#(y(Double(point.value), axis))""#
            lines.append(#"<circle \#(center) r="4" fill="\#(Self.testColor)"/>"#)
        }
        lines.append("</svg>\n")
        return lines.joined(separator: "\n")
    }

    /// The raw values, with every extreme, and the moving average over them.
    private func curves(_ steps: StepAxis, _ axis: Axis) -> [String] {
        let columns = Self.width - Self.left - Self.right
        var raw: [(Int, Int)] = []
        for (column, summary) in Decimation(data.train, steps: steps, width: columns).columns.enumerated() {
            guard let summary else { continue }
            for value in [summary.first, summary.highest, summary.lowest, summary.last] {
                raw.append((column, y(value, axis)))
            }
        }
        guard let span = view.averagedSpan(of: data.train) else { return [path(raw, Self.trainColor, 1)] }
        var smooth: [(Int, Int)] = []
        for (column, value) in Smoothing.curve(data.train, span: span, steps: steps, width: columns).enumerated() {
            if let value { smooth.append((column, y(value, axis))) }
        }
        return [path(raw, Self.bandColor, 1), path(smooth, Self.trainColor, 2)]
    }

    private func axes(_ steps: StepAxis, _ axis: Axis) -> [String] {
        let base = Self.height - Self.bottom
        var lines = [
            rule(Self.left, Self.top, Self.left, base, Self.ink),
            rule(Self.left, base, Self.width - Self.right, base, Self.ink),
        ]
        for tick in axis.ticks(atMost: 8) {
            let position = y(tick, axis)
            lines.append(rule(Self.left, position, Self.width - Self.right, position, Self.rulesColor))
            lines.append(label(Self.left - 8, position + 4, data.tickText(tick), Self.ink, anchor: "end"))
        }
        for tick in steps.ticks(atMost: 8) {
            let text = NumberText.tick(Double(tick))
            lines.append(label(x(tick, steps), base + 20, text, Self.ink, anchor: "middle"))
        }
        return lines
    }

    private func x(_ step: Int, _ steps: StepAxis) -> Int {
        Self.left + steps.column(of: step, width: Self.width - Self.left - Self.right)
    }

    private func y(_ value: Double, _ axis: Axis) -> Int {
        let span = Self.height - Self.bottom - Self.top
        return Self.top + Int(((1 - axis.position(value)) * Double(span)).rounded())
    }

    private func label(_ x: Int, _ y: Int, _ text: String, _ color: String, anchor: String = "start") -> String {
        #"<text x="\#(x)" y="\#(y)" fill="\#(color)" text-anchor="\#(anchor)">\#(text)</text>"#
    }

    private func rule(_ x1: Int, _ y1: Int, _ x2: Int, _ y2: Int, _ color: String, dashed: Bool = false) -> String {
        let dash = dashed ? #" stroke-dasharray="4 4""# : ""
        return #"<line x1="\#(x1)" y1="\#(y1)" x2="\#(x2)" y2="\#(y2)" stroke="\#(color)"\#(dash)/>"#
    }

    private func path(_ points: [(Int, Int)], _ color: String, _ width: Int) -> String {
        let text = points.map { "\(Self.left + $0.0),\($0.1)" }.joined(separator: " ")
        return #"<polyline points="\#(text)" fill="none" stroke="\#(color)" stroke-width="\#(width)"/>"#
    }
}
