/// Where values and steps lie in a plot's field: in dots, and a cell is the one that holds the dot. Curves and markers both ask here,
/// so that a value's marker lies on its curve.
struct PlotRaster: Sendable {
    let columns: Int
    let rows: Int
    let glyphs: GlyphSet

    private var grid: DotGrid { DotGrid(columns: 0, rows: 0, glyphs: glyphs) }
    /// Dots across the field.
    var width: Int { columns * grid.dotsAcross }
    /// Dots down the field.
    var height: Int { rows * grid.dotsDown }

    /// The dot row of a position on the value axis, 0 at the bottom and 1 at the top.
    func dotRow(_ position: Double) -> Int { Int(((1 - position) * Double(height - 1)).rounded()) }

    /// The dot column of a position on the horizontal axis, 0 on the left and 1 on the right.
    func dotColumn(_ position: Double) -> Int { Int((position * Double(width - 1)).rounded()) }

    /// The cell row of a position on the value axis.
    func row(_ position: Double) -> Int { dotRow(position) / grid.dotsDown }

    /// The cell column of a position on the horizontal axis.
    func column(_ position: Double) -> Int { dotColumn(position) / grid.dotsAcross }

    /// The cell column of a step.
    func column(_ step: Int, on steps: StepAxis) -> Int { steps.column(of: step, width: width) / grid.dotsAcross }
}
