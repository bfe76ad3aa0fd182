import ArgumentParser
import BinaryBrain
import TerminalUI
import Workbench

/// `bbwb plot`: the curves of past runs as a picture.
struct PlotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plot", abstract: "Draws past runs as the screen does, into an SVG, PNG or PPM file.",
        discussion:
            "One run is drawn with its raw values, test points and steering; up to six runs share one picture.")

    @Argument(help: "Runs: folders, NAME/TIME, or an experiment's name for its newest run.")
    var runs: [String]

    @OptionGroup var store: RunStoreFolder

    @Option(
        name: .customLong("out"), help: ArgumentHelp("The picture to write: .svg, .png or .ppm.", valueName: "file"))
    var picture: String

    @Option(help: "What to draw: loss, or the metric of the runs (accuracy or mse).")
    var metric = "metric"

    @Flag(name: .customLong("log-x"), help: "Logarithmic step axis.")
    var logX = false

    @Flag(name: .customLong("log-y"), help: "Logarithmic value axis.")
    var logY = false

    @Option(help: "Number of mini-batches in the moving average; 0 for none.")
    var smooth = 16

    @Flag(help: "For several runs, draw the values on the test set.")
    var test = false

    /// `loss`, `metric`, and the names of the figures of all metrics.
    private static var metrics: [String] {
        TrainingRegistry.metrics.cards.compactMap { (try? $0.make())?.kind.name }.reduce(into: ["loss", "metric"]) {
            if !$0.contains($1) { $0.append($1) }
        }
    }

    func validate() throws {
        guard PlotFile.Kind(path: picture) != nil else {
            throw ValidationError("--out takes a file .svg, .png or .ppm")
        }
        guard Self.metrics.contains(metric) else {
            throw ValidationError("--metric: \(NearestName.remedy(for: metric, among: Self.metrics))")
        }
        guard smooth >= 0 else { throw ValidationError("--smooth takes a number from 0") }
        guard runs.count <= PlotFile.runLimit else {
            throw ValidationError("more than \(PlotFile.runLimit) lines cannot be told apart")
        }
    }

    func run() throws {
        let directories = try runs.map { name in try checkingUsage { try store.store.find(name) } }
        let snapshots = try directories.map { try Snapshot(ofRun: $0) }
        for (name, snapshot) in zip(runs, snapshots) {
            let kind = snapshot.metricKind.name
            guard metric == "loss" || metric == "metric" || metric == kind else {
                throw UsageError(
                    cause: BrainError(
                        .usage, what: "--metric \(metric)", why: "the metric of \(name) is \(kind)",
                        remedy: "choose loss or \(kind)"))
            }
            guard Set(snapshots.map(\.metricKind)).count == 1 || metric == "loss" else {
                throw UsageError(
                    cause: BrainError(
                        .usage, what: "plot", why: "the runs have different metrics", remedy: "choose --metric loss"))
            }
        }
        let look = PlotFile.Look(
            hasLogarithmicValues: logY, hasLogarithmicSteps: logX, smoothing: smooth > 1 ? smooth : nil,
            comparesTests: test)
        let named = zip(directories, snapshots).map { (name: $0.shortName, snapshot: $1) }
        let plot = PlotFile(runs: named, of: metric == "loss" ? .loss : .metric, look: look)
        guard let kind = PlotFile.Kind(path: picture) else { return }
        try AtomicFile.write(plot.encoded(as: kind), to: picture)
    }
}
