/// What the mouse does, for the help page and the documentation.
enum PointerSummary {
    static let title = "Mouse"

    static let rows: [(action: String, summary: String)] = [
        ("press", "select a layer, a LUT, a sample, a line; again: take the line"),
        ("press", "on a plot: the cursor reads the values out there"),
        ("drag", "on a plot: pan"),
        ("wheel", "scroll, or select; on a plot: zoom"),
        ("shift", "with the mouse selects text, as the terminal does"),
    ]
}
