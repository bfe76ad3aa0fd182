import BinaryBrain
import Workbench

/// A plot for a file: the same as on the screen, of one run with its raw values, or of several as lines.
public struct PlotFile {
    /// The format, which is also the end of the file's name.
    public enum Kind: String, CaseIterable, Sendable {
        case svg
        case ppm
        case png

        /// The format that a path asks for; nil for any other end.
        public init?(path: String) {
            guard let dot = path.lastIndex(of: "."),
                let kind = Self(rawValue: path[path.index(after: dot)...].lowercased())
            else { return nil }
            self = kind
        }
    }

    /// What is plotted.
    public enum Quantity: String, CaseIterable, Sendable {
        case loss
        case metric
    }

    /// How it is looked at.
    public struct Look: Sendable {
        /// Logarithmic value axis.
        public var hasLogarithmicValues: Bool
        /// Logarithmic step axis.
        public var hasLogarithmicSteps: Bool
        /// Mini-batches of the moving average; nil draws the raw values.
        public var smoothing: Int?
        /// Of several runs, the values on the test set instead of those of the mini-batches.
        public var comparesTests: Bool

        /// A look; as the screen has it unless told otherwise.
        public init(
            hasLogarithmicValues: Bool = false, hasLogarithmicSteps: Bool = false, smoothing: Int? = 16,
            comparesTests: Bool = false
        ) {
            self.hasLogarithmicValues = hasLogarithmicValues
            self.hasLogarithmicSteps = hasLogarithmicSteps
            self.smoothing = smoothing
            self.comparesTests = comparesTests
        }
    }

    /// Runs that one plot holds; the lines of more could not be told apart.
    public static let runLimit = PlotOverlay.limit

    private let data: PlotData
    private let view: PlotView

    /// The plot of up to `runLimit` runs.
    public init(runs: [(name: String, snapshot: Snapshot)], of quantity: Quantity, look: Look = Look()) {
        let plots = runs.map { quantity == .loss ? PlotData.loss($0.snapshot) : .metric($0.snapshot) }
        if plots.count == 1 {
            data = plots[0]
        } else {
            data = PlotData(
                comparing: zip(runs, plots).map { ($0.name, $1) }, byTest: look.comparesTests)
        }
        var view = PlotView()
        view.scale = look.hasLogarithmicValues ? .logarithmic : .all
        view.isStepLogarithmic = look.hasLogarithmicSteps
        view.smoothing = look.smoothing
        self.view = view
    }

    /// The plot of curves of a metric.
    public init(title: String, metric: MetricKind, curves: [(name: String, history: MetricHistory)]) {
        data = PlotData(
            title: title, train: MetricHistory(), test: MetricHistory(), steering: [],
            better: metric.better, isShare: metric.isShare,
            newest: curves.compactMap { $0.history.last?.step }.max() ?? 1,
            overlays: curves.map { PlotOverlay(name: $0.name, history: $0.history) })
        var view = PlotView()
        view.smoothing = nil
        self.view = view
    }

    /// The file.
    public func encoded(as kind: Kind) -> [UInt8] {
        let drawing = PlotDrawing(data: data, view: view)
        switch kind {
        case .svg: return Array(PlotSVG(drawing: drawing).text.utf8)
        case .ppm: return PlotPixmap(drawing).encoded
        case .png: return PlotPixmap(drawing).png
        }
    }
}

extension PlotData {
    /// Several runs as lines of one plot.
    init(comparing plots: [(name: String, data: PlotData)], byTest: Bool) {
        let first = plots.first?.data
        self.init(
            title: first?.title ?? "", train: MetricHistory(), test: MetricHistory(), steering: [],
            better: first?.better ?? .lower, isShare: first?.isShare ?? false,
            newest: plots.map(\.data.newest).max() ?? 1, stepUnit: first?.stepUnit ?? StepUnit(),
            overlays: plots.map { PlotOverlay(name: $0.name, history: byTest ? $0.data.test : $0.data.train) })
    }
}
