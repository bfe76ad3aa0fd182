import Foundation

extension PruningCurve {
    private static let size = (width: 640.0, height: 400.0)
    private static let margin = (left: 70.0, right: 20.0, top: 40.0, bottom: 50.0)

    /// The curve as an SVG picture: LUTs to the right, the metric upwards.
    public var svg: String {
        let finite = points.filter { $0.metric.isFinite }
        let metrics = finite.map(\.metric)
        let (low, high) = Self.widened(metrics.min() ?? 0, metrics.max() ?? 1)
        let most = Double(points.map(\.luts).max() ?? 1) * 1.05
        func x(_ luts: Double) -> Double {
            Self.margin.left + luts / most * (Self.size.width - Self.margin.left - Self.margin.right)
        }
        func y(_ metric: Double) -> Double {
            Self.size.height - Self.margin.bottom
                - (metric - low) / (high - low) * (Self.size.height - Self.margin.top - Self.margin.bottom)
        }
        func number(_ value: Double) -> String { String(format: "%.1f", value) }
        func label(_ text: String, _ x: Double, _ y: Double, _ anchor: String) -> String {
            "<text x=\"\(number(x))\" y=\"\(number(y))\" text-anchor=\"\(anchor)\">\(Self.escaped(text))</text>"
        }
        var parts = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"640\" height=\"400\" viewBox=\"0 0 640 400\" "
                + "font-family=\"sans-serif\" font-size=\"12\">",
            "<rect width=\"640\" height=\"400\" fill=\"white\"/>",
            label("\(name): \(part.rawValue) \(kind.name) over LUTs", Self.size.width / 2, 20, "middle"),
        ]
        for index in 0...4 {
            let metric = low + (high - low) * Double(index) / 4
            let luts = most * Double(index) / 4
            parts.append(
                "<line x1=\"\(number(x(0)))\" x2=\"\(number(x(most)))\" y1=\"\(number(y(metric)))\" "
                    + "y2=\"\(number(y(metric)))\" stroke=\"#ddd\"/>")
            parts.append(label(String(format: "%.3f", metric), Self.margin.left - 6, y(metric) + 4, "end"))
            parts.append(
                label(String(format: "%.0f", luts), x(luts), Self.size.height - Self.margin.bottom + 18, "middle"))
        }
        parts.append(label("LUTs", Self.size.width / 2, Self.size.height - 12, "middle"))
        let places = finite.map { "\(number(x(Double($0.luts)))),\(number(y($0.metric)))" }
        parts.append(
            "<polyline points=\"\(places.joined(separator: " "))\" fill=\"none\" stroke=\"#2060c0\" stroke-width=\"2\"/>"
        )
        for point in finite {
            parts.append(
                "<circle cx=\"\(number(x(Double(point.luts))))\" cy=\"\(number(y(point.metric)))\" r=\"3\" "
                    + "fill=\"#2060c0\"><title>\(point.luts) LUTs: \(String(format: "%.4f", point.metric))</title></circle>"
            )
        }
        return (parts + ["</svg>"]).joined(separator: "\n") + "\n"
    }

    private static func widened(_ low: Double, _ high: Double) -> (Double, Double) {
        let margin = max((high - low) * 0.1, abs(high) * 0.005, 1e-6)
        return (low - margin, high + margin)
    }

    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
    }
}
