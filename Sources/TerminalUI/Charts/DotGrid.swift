/// A raster finer than the cells: 2×4 dots a cell in braille, 2×2 with quadrant blocks, 1×2 in ASCII.
struct DotGrid: Sendable {
    /// What lies in a cell; a curve hides the band behind it, so that it stays legible without colour.
    enum Layer: Sendable { case band, curve }

    let columns: Int
    let rows: Int
    let glyphs: GlyphSet
    private var band: [UInt8]
    private var curve: [UInt8]

    init(columns: Int, rows: Int, glyphs: GlyphSet) {
        self.columns = max(0, columns)
        self.rows = max(0, rows)
        self.glyphs = glyphs
        band = [UInt8](repeating: 0, count: self.columns * self.rows)
        curve = band
    }

    /// Dots across a cell.
    var dotsAcross: Int { glyphs == .ascii ? 1 : 2 }
    /// Dots down a cell.
    var dotsDown: Int { glyphs == .braille ? 4 : 2 }
    /// Dots in a row of the raster.
    var width: Int { columns * dotsAcross }
    /// Dots in a column of the raster.
    var height: Int { rows * dotsDown }

    /// The cell column that holds dot column `x`.
    func cellColumn(_ x: Int) -> Int { x / dotsAcross }

    /// Sets a dot; outside the raster nothing happens.
    mutating func set(_ x: Int, _ y: Int, _ layer: Layer) {
        guard x >= 0, y >= 0, x < width, y < height else { return }
        let cell = (y / dotsDown) * columns + x / dotsAcross
        let bit = UInt8(1) << UInt8((y % dotsDown) * dotsAcross + x % dotsAcross)
        if layer == .band { band[cell] |= bit } else { curve[cell] |= bit }
    }

    /// Sets the dots from `from` to `to` in column `x`.
    mutating func column(_ x: Int, from: Int, to: Int, _ layer: Layer) {
        for y in min(from, to)...max(from, to) { set(x, y, layer) }
    }

    /// Sets the dots of the straight line between two dots, in the columns that `dash`, over and over, has.
    mutating func line(
        from start: (x: Int, y: Int), to end: (x: Int, y: Int), _ layer: Layer, dash: [Bool] = [true]
    ) {
        let steps = max(abs(end.x - start.x), abs(end.y - start.y))
        for step in 0...steps {
            let share = Double(step) / Double(max(1, steps))
            let x = start.x + Int((Double(end.x - start.x) * share).rounded())
            guard x >= 0, dash[x % dash.count] else { continue }
            set(x, start.y + Int((Double(end.y - start.y) * share).rounded()), layer)
        }
    }

    /// The character of a cell and the layer it shows; nil where no dot is set.
    func glyph(column: Int, row: Int) -> (scalar: Unicode.Scalar, layer: Layer)? {
        let cell = row * columns + column
        let bits = curve[cell] != 0 ? curve[cell] : band[cell]
        guard bits != 0 else { return nil }
        let layer: Layer = curve[cell] != 0 ? .curve : .band
        switch glyphs {
        case .braille: return (Self.braille(bits), layer)
        case .block: return (Self.quadrants[Int(bits)], layer)
        case .ascii: return (layer == .band ? ":" : Self.asciiCurve[Int(bits)], layer)
        }
    }

    /// The character with the dots of both; the second alone where the first has no dots of its kind.
    static func union(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar {
        let braille: ClosedRange<UInt32> = 0x2800...0x28ff
        if braille.contains(first.value), braille.contains(second.value) {
            return Unicode.Scalar(first.value | second.value)!
        }
        if let one = quadrants.firstIndex(of: first), let other = quadrants.firstIndex(of: second) {
            return quadrants[one | other]
        }
        return second
    }

    /// Braille numbers its dots down the left column (1 2 3 7), then down the right one (4 5 6 8).
    private static func braille(_ bits: UInt8) -> Unicode.Scalar {
        let order: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
        var pattern: UInt32 = 0x2800
        for bit in 0..<8 where bits & (1 << UInt8(bit)) != 0 { pattern |= order[bit] }
        return Unicode.Scalar(pattern)!
    }

    /// Bit 0 upper left, 1 upper right, 2 lower left, 3 lower right.
    private static let quadrants: [Unicode.Scalar] = [
        " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
    ]
    private static let asciiCurve: [Unicode.Scalar] = [" ", "'", ".", "|"]
}
