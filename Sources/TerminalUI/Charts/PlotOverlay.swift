import Workbench

/// Another run in a plot: one line, told from the others by its colour and, without colour, by its dashes.
struct PlotOverlay: Sendable {
    /// What the legend calls it.
    var name: String
    /// A value a mini-batch, or values measured on the test set.
    var history: MetricHistory

    /// Overlays that a plot shows; more could not be told apart.
    static let limit = 6
    /// The colour of each.
    static let roles: [Role] = [.overlay1, .overlay2, .overlay3, .overlay4, .overlay5, .overlay6]
    /// Which dot columns of each are drawn, over and over.
    static let dashes: [[Bool]] = [
        [true],
        pattern("####..."),
        pattern("#."),
        pattern("#####..#.."),
        pattern("#..."),
        pattern("########...."),
    ]
    /// The dashes as the legend shows them.
    static let samples = ["━━━", "━ ━", "┅┅┅", "━ ·", "· ·", "━━ "]
    /// What draws each where there are only letters.
    static let letters: [Unicode.Scalar] = ["1", "2", "3", "4", "5", "6"]

    private static func pattern(_ text: String) -> [Bool] { text.map { $0 == "#" } }

    /// The line: the moving average that the view asks for, else the last value of each column.
    func curve(view: PlotView, steps: StepAxis, width: Int) -> [Double?] {
        guard let span = view.averagedSpan(of: history) else {
            return Decimation(history, steps: steps, width: width).columns.map { $0?.last }
        }
        return Smoothing.curve(history, span: span, steps: steps, width: width)
    }
}
