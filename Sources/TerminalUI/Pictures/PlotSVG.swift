/// A drawing as an SVG file.
struct PlotSVG {
    let drawing: PlotDrawing

    /// The file's text.
    var text: String {
        let size = "\(number(PlotDrawing.width)) \(number(PlotDrawing.height))"
        let font = #"font-family="sans-serif" font-size="\#(number(PlotDrawing.fontSize))""#
        var lines = [
            #"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \#(size)" \#(font)>"#,
            #"<rect width="100%" height="100%" fill="white"/>"#,
        ]
        lines += drawing.shapes.map(element)
        lines.append("</svg>\n")
        return lines.joined(separator: "\n")
    }

    private func element(_ shape: PlotDrawing.Shape) -> String {
        switch shape {
        case .line(let points, let ink, let width, let dash):
            let path = points.map { "\(number($0.x)),\(number($0.y))" }.joined(separator: " ")
            let gaps = dash.isEmpty ? "" : #" stroke-dasharray="\#(dash.map(number).joined(separator: " "))""#
            let stroke = #"stroke="\#(color(ink))" stroke-width="\#(number(width))"\#(gaps)"#
            return #"<polyline points="\#(path)" fill="none" \#(stroke)/>"#
        case .disc(let x, let y, let radius, let ink):
            return #"<circle cx="\#(number(x))" cy="\#(number(y))" r="\#(number(radius))" fill="\#(color(ink))"/>"#
        case .text(let text, let x, let y, let ink, let anchor):
            let place = #"x="\#(number(x))" y="\#(number(y))" fill="\#(color(ink))" text-anchor="\#(anchor.rawValue)""#
            return "<text \(place)>\(Self.escaped(text))</text>"
        }
    }

    private func number(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }

    private func color(_ ink: PlotDrawing.Ink) -> String {
        "#"
            + [ink.red, ink.green, ink.blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
            .joined()
    }

    /// Names of runs come from files: nothing in them is markup.
    static func escaped(_ text: String) -> String {
        // XML has no control characters, escaped or not.
        SafeText.clean(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}
