import Foundation

/// A drawing as a picture of pixels.
struct PlotPixmap {
    private var picture: PortablePixmap
    private let scale: Double

    /// Draws on white, `scale` pixels to a unit of the sheet.
    init(_ drawing: PlotDrawing, scale: Double = 2) {
        self.scale = scale
        picture = PortablePixmap(
            width: Int(PlotDrawing.width * scale), height: Int(PlotDrawing.height * scale), grey: 255)
        for shape in drawing.shapes { draw(shape) }
    }

    /// The PPM file.
    var encoded: [UInt8] { Array(picture.encoded) }

    /// The PNG file.
    var png: [UInt8] { picture.png }

    private mutating func draw(_ shape: PlotDrawing.Shape) {
        switch shape {
        case .line(let points, let ink, let width, let dash):
            var way = 0.0
            for (start, end) in zip(points, points.dropFirst()) {
                way = stroke(from: start, to: end, ink, width, dash, after: way)
            }
        case .disc(let x, let y, let radius, let ink): dot(x, y, radius, ink)
        case .text(let text, let x, let y, let ink, let anchor): write(text, x, y, ink, anchor)
        }
    }

    /// Draws a straight line in steps of a pixel.
    /// - Parameter way: how far along its dashes the line has come.
    /// - Returns: the same at its end.
    private mutating func stroke(
        from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ ink: PlotDrawing.Ink, _ width: Double,
        _ dash: [Double], after way: Double
    ) -> Double {
        let length = hypot(end.x - start.x, end.y - start.y)
        let count = max(1, Int((length * scale).rounded(.up)))
        for index in 0...count {
            let share = Double(index) / Double(count)
            guard Self.isInk(way + length * share, dash) else { continue }
            dot(start.x + (end.x - start.x) * share, start.y + (end.y - start.y) * share, width / 2, ink)
        }
        return way + length
    }

    private static func isInk(_ way: Double, _ dash: [Double]) -> Bool {
        let period = dash.reduce(0, +)
        guard period > 0 else { return true }
        var rest = way.truncatingRemainder(dividingBy: period)
        for (index, length) in dash.enumerated() {
            if rest < length { return index.isMultiple(of: 2) }
            rest -= length
        }
        return true
    }

    /// Fills the pixels whose centres lie within a circle, at least the one in its middle.
    private mutating func dot(_ x: Double, _ y: Double, _ radius: Double, _ ink: PlotDrawing.Ink) {
        let (x, y, radius) = (x * scale, y * scale, max(0.5, radius * scale))
        for row in Int(y - radius)...Int(y + radius) {
            for column in Int(x - radius)...Int(x + radius)
            where hypot(Double(column) + 0.5 - x, Double(row) + 0.5 - y) <= radius {
                set(column, row, ink)
            }
        }
        set(Int(x), Int(y), ink)
    }

    private mutating func set(_ column: Int, _ row: Int, _ ink: PlotDrawing.Ink) {
        guard (0..<picture.width).contains(column), (0..<picture.height).contains(row) else { return }
        picture[column, row] = (ink.red, ink.green, ink.blue)
    }

    private mutating func write(
        _ text: String, _ x: Double, _ y: Double, _ ink: PlotDrawing.Ink, _ anchor: PlotDrawing.Anchor
    ) {
        // Capitals of the font size stand 0.7 of it above the base line.
        let unit = PlotDrawing.fontSize * 0.7 / 4
        let advance = unit * 3
        let width = Double(text.count) * advance
        var left = anchor == .start ? x : anchor == .middle ? x - width / 2 : x - width
        for character in text {
            for part in SegmentFont.strokes(of: character) {
                _ = stroke(
                    from: (left + part.x1 * unit, y + (part.y1 - 4) * unit),
                    to: (left + part.x2 * unit, y + (part.y2 - 4) * unit), ink, 1, [], after: 0)
            }
            left += advance
        }
    }
}
