/// A truth table, or the numbers behind it, as a map: patterns that differ in one input lie side by side (Gray code, as in a
/// Karnaugh map). Columns are the lower half of the inputs, rows the upper half.
struct TruthTableMap {
    let inputCount: Int
    let theme: Theme

    private var columnBits: Int { (inputCount + 1) / 2 }
    private var rowBits: Int { inputCount - columnBits }

    /// Cells that the map takes: a heading, and two cells for each pattern.
    var size: Size { Size(width: rowBits + 1 + 2 * (1 << columnBits), height: columnBits + (1 << rowBits)) }

    /// Draws bits: a full cell is 1, a dot is 0.
    func draw(table: UInt64, on canvas: inout Canvas, x: Int, y: Int) {
        draw(on: &canvas, x: x, y: y) { pattern in
            let isOne = table >> UInt64(pattern) & 1 == 1
            let scalar = isOne ? theme.glyph("█", "#") : theme.glyph("·", ".")
            return Cell(scalar: scalar, style: Style(isOne ? .on : .quiet))
        }
    }

    /// Draws numbers from 0 to 1 as brightness.
    func draw(entries: [Float], on canvas: inout Canvas, x: Int, y: Int) {
        draw(on: &canvas, x: x, y: y) { pattern in
            let value = entries.indices.contains(pattern) && !entries[pattern].isNaN ? entries[pattern] : 0
            let share = min(1, max(0, value))
            guard theme.showsHalfBlocks else {
                let ramp = ImageBlock.ramp
                return Cell(scalar: ramp[min(ramp.count - 1, Int(share * Float(ramp.count)))], style: .plain)
            }
            let level = UInt8((share * 255).rounded())
            return Cell(scalar: theme.glyph("█", "#"), style: Style(foreground: .rgb(level, level, level)))
        }
    }

    private func draw(on canvas: inout Canvas, x: Int, y: Int, cell: (Int) -> Cell) {
        let left = x + rowBits + 1
        for column in 0..<(1 << columnBits) {
            for bit in 0..<columnBits {
                let isSet = Self.gray(column) >> bit & 1 == 1
                canvas.put(
                    isSet ? Self.name(bit) : theme.glyph("·", "."), x: left + 2 * column, y: y + bit,
                    style: Style(.axis))
            }
        }
        for row in 0..<(1 << rowBits) {
            for bit in 0..<rowBits {
                let isSet = Self.gray(row) >> bit & 1 == 1
                canvas.put(
                    isSet ? Self.name(columnBits + bit) : theme.glyph("·", "."), x: x + bit, y: y + columnBits + row,
                    style: Style(.axis))
            }
            for column in 0..<(1 << columnBits) {
                let look = cell(Self.gray(column) | Self.gray(row) << columnBits)
                for step in 0..<2 {
                    canvas.put(
                        look.scalar, x: left + 2 * column + step, y: y + columnBits + row, style: look.style)
                }
            }
        }
    }

    /// The letter of input `slot`.
    static func name(_ slot: Int) -> Unicode.Scalar { ["a", "b", "c", "d", "e", "f"][min(5, slot)] }

    private static func gray(_ index: Int) -> Int { index ^ index >> 1 }
}
