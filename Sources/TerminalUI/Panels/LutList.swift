import Workbench

/// The LUTs of a layer one below the other, with their tables in hexadecimal; the selected one in sight.
struct LutList {
    let inspection: LutInspection
    let selected: Int
    let theme: Theme

    /// Cells that the list needs.
    static let width = 27

    func draw(on canvas: inout Canvas, in area: Area) {
        guard area.height >= 2 else { return }
        canvas.write("     LUT  INIT", x: area.x, y: area.y, style: Style(.quiet, .underline), limit: area.width)
        let count = inspection.tables.count
        let rows = area.height - 1
        let first = min(max(0, selected - rows / 2), max(0, count - rows))
        for (row, lut) in (first..<min(count, first + rows)).enumerated() {
            let y = area.y + 1 + row
            let digits = LutDescription.digits(inspection.tables[lut], inputCount: inspection.inputsPerLut)
            let line = "\(lut)".leftPadded(to: 8) + "  " + digits
            let isDead = inspection.isLive.map { !$0[lut] } ?? false
            canvas.write(line, x: area.x, y: y, style: isDead ? Style(.quiet) : .plain, limit: area.width)
            let rowArea = Area(x: area.x, y: y, width: area.width, height: 1)
            canvas.mark(rowArea, as: .lut(lut))
            guard lut == selected else { continue }
            canvas.put(theme.glyph("▸", ">"), x: area.x, y: y, style: Style(.key))
            canvas.restyle(rowArea) { _ in .selected }
        }
    }
}
