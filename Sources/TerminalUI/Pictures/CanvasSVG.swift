/// A picture of the terminal as an SVG file: what is seen, with its colours.
struct CanvasSVG {
    let canvas: Canvas
    let theme: Theme

    private static let cell = (width: 9, height: 18)
    private static let fontSize = 15
    /// From a row's upper edge to the line that letters stand on.
    private static let baseline = 14

    /// A stretch of cells of one look.
    private struct Span {
        var x: Int
        var text: String.UnicodeScalarView
        var width: Int
        var style: ResolvedStyle
    }

    /// The file's text.
    var text: String {
        let (width, height) = (canvas.width * Self.cell.width, canvas.height * Self.cell.height)
        var lines = [
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(width) \(height)\" "
                + "font-family=\"monospace\" font-size=\"\(Self.fontSize)\">",
            "<rect width=\"100%\" height=\"100%\" fill=\"\(ground)\"/>",
        ]
        for y in 0..<canvas.height { for span in spans(y) { lines += elements(span, y) } }
        lines.append("</svg>\n")
        return lines.joined(separator: "\n")
    }

    private var ground: String { theme.background == .dark ? "#101418" : "#FFFFFF" }
    private var letters: String { theme.background == .dark ? "#E6E6E6" : "#101418" }

    private func spans(_ y: Int) -> [Span] {
        var spans: [Span] = []
        for (x, cell) in canvas.row(y).enumerated() {
            if cell.scalar == Cell.continuation {
                if !spans.isEmpty { spans[spans.count - 1].width += 1 }
                continue
            }
            let style = theme.resolve(cell.style)
            // What is drawn and not written stands alone.
            if let last = spans.last, last.style == style, !Self.isDrawn(cell.scalar), !Self.isDrawn(last.text.first) {
                spans[spans.count - 1].text.append(cell.scalar)
                spans[spans.count - 1].width += 1
            } else {
                spans.append(Span(x: x, text: String.UnicodeScalarView([cell.scalar]), width: 1, style: style))
            }
        }
        return spans
    }

    private static let upperHalf: Unicode.Scalar = "▀"
    private static let braille: ClosedRange<UInt32> = 0x2800...0x28ff

    /// Half blocks and Braille are drawn: their areas and dots must meet, and not every font has them.
    private static func isDrawn(_ scalar: Unicode.Scalar?) -> Bool {
        guard let scalar else { return false }
        return scalar == upperHalf || braille.contains(scalar.value)
    }

    /// The dots of a Braille character, two columns of four: bits 0, 1, 2 and 6 on the left, 3, 4, 5 and 7 on the right.
    private func dots(_ scalar: Unicode.Scalar, _ x: Int, _ top: Int, _ color: String) -> [String] {
        let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
        return places.enumerated().filter { scalar.value >> UInt32($0.offset) & 1 == 1 }.map { _, place in
            let (column, row) = place
            let (dotX, dotY) = (x + 1 + column * Self.cell.width / 2, top + 1 + row * Self.cell.height / 4)
            return area(dotX, dotY, 3, 3, color)
        }
    }

    private func elements(_ span: Span, _ y: Int) -> [String] {
        let isReversed = span.style.attributes.contains(.reverse)
        let front = color(isReversed ? span.style.background : span.style.foreground, isReversed ? ground : letters)
        let back = color(isReversed ? span.style.foreground : span.style.background, isReversed ? letters : ground)
        let (x, top) = (span.x * Self.cell.width, y * Self.cell.height)
        let width = span.width * Self.cell.width
        if span.text.first == Self.upperHalf {
            let half = Self.cell.height / 2
            return [area(x, top, width, half, front), area(x, top + half, width, half, back)]
        }
        if let scalar = span.text.first, Self.braille.contains(scalar.value) {
            return (back == ground ? [] : [area(x, top, width, Self.cell.height, back)]) + dots(scalar, x, top, front)
        }
        var elements = back == ground ? [] : [area(x, top, width, Self.cell.height, back)]
        let text = String(span.text)
        guard text.contains(where: { $0 != " " }) else { return elements }
        var look = "fill=\"\(front)\""
        if span.style.attributes.contains(.bold) { look += " font-weight=\"bold\"" }
        if span.style.attributes.contains(.dim) { look += " opacity=\"0.6\"" }
        if span.style.attributes.contains(.underline) { look += " text-decoration=\"underline\"" }
        elements.append(
            "<text x=\"\(x)\" y=\"\(top + Self.baseline)\" textLength=\"\(width)\" "
                + "lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\" \(look)>\(PlotSVG.escaped(text))</text>")
        return elements
    }

    private func area(_ x: Int, _ y: Int, _ width: Int, _ height: Int, _ color: String) -> String {
        "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"\(height)\" fill=\"\(color)\"/>"
    }

    private func color(_ index: Int, _ standard: String) -> String {
        guard index >= 0 else { return standard }
        let color = XtermPalette.color(index)
        return "#"
            + [color.red, color.green, color.blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
            .joined()
    }
}
