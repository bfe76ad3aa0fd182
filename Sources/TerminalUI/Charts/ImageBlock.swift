import Workbench

/// Draws a picture in cells: half blocks, so that a cell shows two nearly square pixels, where there are 256 colours; a ramp
/// of characters, one a cell, elsewhere.
enum ImageBlock {
    /// The ramp from black to white.
    static let ramp: [Unicode.Scalar] = [" ", ".", ":", "-", "=", "+", "*", "#", "%", "@"]

    /// Draws `image` scaled to fill `area`.
    static func draw(_ image: SampleImage, on canvas: inout Canvas, in area: Area, theme: Theme) {
        guard !area.isEmpty, image.width > 0, image.height > 0 else { return }
        theme.showsHalfBlocks
            ? drawHalfBlocks(image, on: &canvas, in: area) : drawRamp(image, on: &canvas, in: area, theme: theme)
    }

    private static func drawHalfBlocks(_ image: SampleImage, on canvas: inout Canvas, in area: Area) {
        let pixels = ScaledImage(image, width: area.width, height: area.height * 2)
        for y in 0..<area.height {
            for x in 0..<area.width {
                let style = Style(foreground: pixels.paint(x, 2 * y), background: pixels.paint(x, 2 * y + 1))
                canvas.put("▀", x: area.x + x, y: area.y + y, style: style)
            }
        }
    }

    private static func drawRamp(_ image: SampleImage, on canvas: inout Canvas, in area: Area, theme: Theme) {
        let pixels = ScaledImage(image, width: area.width, height: area.height)
        for y in 0..<area.height {
            for x in 0..<area.width {
                // Ink is light on a dark ground and dark on a light one: turn the ramp so that the picture is not a negative.
                let brightness = theme.background == .dark ? pixels.brightness(x, y) : 1 - pixels.brightness(x, y)
                let index = min(ramp.count - 1, Int(brightness * Float(ramp.count)))
                canvas.put(ramp[index], x: area.x + x, y: area.y + y)
            }
        }
    }
}

/// A picture averaged over the pixels that fall into each target pixel; values are clamped to 0…1, NaN counts as 0.
struct ScaledImage: Sendable {
    let width: Int
    let height: Int
    private let planes: [[Float]]

    init(_ image: SampleImage, width: Int, height: Int) {
        self.width = width
        self.height = height
        // Two channels are no colour; the first is shown as grey.
        let count = image.channels >= 3 ? 3 : min(1, image.channels)
        planes = (0..<count).map { Self.scale(image, channel: $0, width: width, height: height) }
    }

    private static func scale(_ image: SampleImage, channel: Int, width: Int, height: Int) -> [Float] {
        let base = channel * image.height * image.width
        var result: [Float] = []
        result.reserveCapacity(width * height)
        for y in 0..<height {
            let rows = span(y, of: height, over: image.height)
            for x in 0..<width {
                let columns = span(x, of: width, over: image.width)
                var sum: Float = 0
                for row in rows {
                    for column in columns {
                        let value = image.values[base + row * image.width + column]
                        sum += value.isNaN ? 0 : min(1, max(0, value))
                    }
                }
                result.append(sum / Float(rows.count * columns.count))
            }
        }
        return result
    }

    /// The source pixels, at least one, of target pixel `index`.
    private static func span(_ index: Int, of target: Int, over source: Int) -> Range<Int> {
        let start = index * source / target
        return start..<max(start + 1, (index + 1) * source / target)
    }

    /// The colour of a pixel.
    func paint(_ x: Int, _ y: Int) -> Paint {
        let level = { (plane: Int) in UInt8((planes[plane][y * width + x] * 255).rounded()) }
        switch planes.count {
        case 0: return .rgb(0, 0, 0)
        case 1: return .rgb(level(0), level(0), level(0))
        default: return .rgb(level(0), level(1), level(2))
        }
    }

    /// The brightness of a pixel, 0…1.
    func brightness(_ x: Int, _ y: Int) -> Float {
        planes.isEmpty ? 0 : planes.reduce(0) { $0 + $1[y * width + x] } / Float(planes.count)
    }
}
