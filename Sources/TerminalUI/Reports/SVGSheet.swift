import Foundation

/// A picture in the making, for a page: shapes one over another, as SVG.
struct SVGSheet {
    /// The plane in which points are: horizontal and vertical axis, and the rectangle that they span.
    struct Plane {
        var horizontal: Axis
        var vertical: Axis
        var left = 70.0
        var right = 20.0
        var top = 40.0
        var bottom = 50.0

        func x(_ value: Double) -> Double {
            left + horizontal.position(value) * (SVGSheet.width - left - right)
        }
        func y(_ value: Double) -> Double {
            top + (1 - vertical.position(value)) * (SVGSheet.height - top - bottom)
        }
    }

    static let width = 760.0
    static let height = 380.0
    static let ink = "#333333"
    private static let rules = "#E4E4E4"
    /// Okabe and Ito's colours, which can be told apart by everyone.
    static let colors = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8B5A00", "#000000"]

    private var elements: [String] = []

    /// Text as markup has it: nothing in it is markup, whoever named a run.
    static func escaped(_ text: String) -> String {
        SafeText.clean(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }

    private func number(_ value: Double) -> String { String(format: "%.1f", value) }

    private func points(_ points: [(x: Double, y: Double)]) -> String {
        points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
    }

    mutating func line(_ line: [(x: Double, y: Double)], _ color: String, width: Double = 2, dash: String = "") {
        let gaps = dash.isEmpty ? "" : " stroke-dasharray=\"\(dash)\""
        elements.append(
            "<polyline points=\"\(points(line))\" fill=\"none\" stroke=\"\(color)\" stroke-width=\"\(number(width))\"\(gaps)/>"
        )
    }

    mutating func area(_ corners: [(x: Double, y: Double)], _ color: String) {
        elements.append("<polygon points=\"\(points(corners))\" fill=\"\(color)\" fill-opacity=\"0.18\"/>")
    }

    mutating func disc(_ x: Double, _ y: Double, _ color: String, radius: Double = 4, title: String) {
        elements.append(
            "<circle cx=\"\(number(x))\" cy=\"\(number(y))\" r=\"\(number(radius))\" fill=\"\(color)\"><title>"
                + "\(Self.escaped(title))</title></circle>")
    }

    mutating func text(_ text: String, _ x: Double, _ y: Double, _ color: String = ink, anchor: String = "start") {
        elements.append(
            "<text x=\"\(number(x))\" y=\"\(number(y))\" fill=\"\(color)\" text-anchor=\"\(anchor)\">\(Self.escaped(text))</text>"
        )
    }

    /// Axes, ticks and titles.
    mutating func frame(
        _ plane: Plane, title: String, horizontal: String, valueText: (Double) -> String
    ) {
        let (base, end) = (Self.height - plane.bottom, Self.width - plane.right)
        text(title, plane.left, 22)
        for tick in plane.vertical.ticks(atMost: 8) {
            line([(plane.left, plane.y(tick)), (end, plane.y(tick))], Self.rules, width: 1)
            text(valueText(tick), plane.left - 8, plane.y(tick) + 4, anchor: "end")
        }
        for tick in plane.horizontal.ticks(atMost: 8) {
            line([(plane.x(tick), plane.top), (plane.x(tick), base)], Self.rules, width: 1)
            text(NumberText.tick(tick), plane.x(tick), base + 18, anchor: "middle")
        }
        line([(plane.left, plane.top), (plane.left, base), (end, base)], Self.ink, width: 1)
        text(horizontal, (plane.left + end) / 2, Self.height - 10, anchor: "middle")
    }

    /// The picture.
    var svg: String {
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(number(Self.width)) \(number(Self.height))\" "
            + "font-family=\"sans-serif\" font-size=\"12\"><rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n"
            + elements.joined(separator: "\n") + "\n</svg>\n"
    }
}
