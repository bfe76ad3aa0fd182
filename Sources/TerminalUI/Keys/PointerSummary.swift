/// What the mouse does, for the help page and the documentation.
enum PointerSummary {
    static let title = "Mouse"

    static let rows: [(action: String, summary: String)] = [
        ("press", "select a layer, LUT, sample or line; again: choose the line"),
        ("press", "on a plot: show the values at that point"),
        ("drag", "on a plot: pan"),
        ("wheel", "scroll, or select; on a plot: zoom"),
        ("shift", "with the mouse: select text, as usual in the terminal"),
    ]
}
