import BinaryBrain
import Workbench

/// The page of a run: its curves, its experiment, its net, what an autoencoder makes of samples, and what exports have reported.
public struct RunReport {
    private let summary: RunSummary
    private let snapshot: Snapshot
    private let specification: String
    private let model: SavedModel?
    private let reconstructions: [SampleSnapshot]
    private let documents: [(name: String, text: String)]

    /// - Parameters:
    ///   - model: the last net; nil if there is no checkpoint.
    ///   - reconstructions: samples and what the net makes of them; none for other nets.
    ///   - documents: what exports have written, by file.
    public init(
        _ summary: RunSummary, _ snapshot: Snapshot, specification: String, model: SavedModel?,
        reconstructions: [SampleSnapshot], documents: [(name: String, text: String)]
    ) {
        self.summary = summary
        self.snapshot = snapshot
        self.specification = specification
        self.model = model
        self.reconstructions = reconstructions
        self.documents = documents
    }

    /// The page.
    public var html: String {
        var page = HTMLPage(title: "Run \(summary.name)")
        var facts = [
            ["data", summary.data], ["seed", "\(summary.seed)"], ["state", summary.state.rawValue],
            ["epochs", "\(summary.epoch) of \(summary.epochs)"], ["mini-batches", "\(summary.step)"],
            ["commands that steered it", "\(summary.steeringCount)"],
        ]
        func fact(_ name: String, _ figures: JournalRecord.Measurement, _ rest: String) {
            facts.append([
                name,
                "\(figures.kind.name) \(NumberText.value(figures.metric)), loss \(NumberText.value(figures.loss))\(rest)",
            ])
        }
        if let last = summary.last { fact("last epoch, \(last.part.rawValue)", last.heldOut, "") }
        if let best = summary.best { fact("best epoch, \(best.part.rawValue)", best.heldOut, ", epoch \(best.epoch)") }
        if let test = summary.test { fact("test", test.test, ", net of epoch \(test.netEpoch)") }
        page.table(["", ""], facts)
        page.heading("Curves")
        for quantity in [PlotFile.Quantity.loss, .metric] {
            let plot = PlotFile(runs: [(name: summary.name, snapshot: snapshot)], of: quantity)
            page.figure(svg: String(decoding: plot.encoded(as: .svg), as: UTF8.self))
        }
        if let model {
            page.heading("Net")
            page.lines(NetSummary(of: model.net).lines.joined(separator: "\n"))
            page.heading("LUTs")
            page.lines(NetSummary.netlistLine(of: model.net))
            let census = NetSummary.lutCensus(of: model.net)
            if !census.isEmpty {
                page.table(
                    ["inputs that a LUT reads", "LUTs, simplified"], census.map { ["\($0.inputs)", "\($0.luts)"] })
            }
        }
        if let picture = SamplePicture(reconstructions) {
            page.heading("Reconstructions")
            page.figure(png: picture.encoded(as: .png), caption: "Above the inputs, below what the net makes of them.")
        }
        for document in documents {
            page.heading(document.name)
            page.lines(document.text)
        }
        page.heading("Experiment")
        page.lines(specification)
        return page.text
    }
}
