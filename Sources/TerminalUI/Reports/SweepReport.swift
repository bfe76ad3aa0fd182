import Workbench

/// The page of a sweep: its pictures, its rows and its tasks.
public struct SweepReport {
    private let outcome: SweepOutcome
    private let specification: String

    /// - Parameter specification: the experiment file with what is common to all tasks.
    public init(_ outcome: SweepOutcome, specification: String) {
        self.outcome = outcome
        self.specification = specification
    }

    private func figure(_ value: Double?) -> String { value.map(NumberText.value) ?? "–" }
    private func count(_ value: Double?) -> String { value.map { NumberText.tick($0.rounded()) } ?? "–" }

    /// The page.
    public var html: String {
        let sweep = outcome.sweep
        var page = HTMLPage(title: "Sweep of \(sweep.experiment)")
        let metric = "\(sweep.part.rawValue) \(sweep.metric.name)"
        page.paragraph(
            "\(outcome.trainings.count) of \(sweep.tasks.count) tasks have finished. Figures are those of the last epoch, on the "
                + "\(sweep.part.rawValue) part; LUTs are those of the whole circuit, all-in by formula.")
        let pictures = SweepPictures(outcome)
        page.heading("Quality against cost")
        for price in SweepOutcome.Price.allCases {
            if let svg = pictures.scatter(price) { page.figure(svg: svg) }
        }
        if let svg = pictures.bands {
            page.heading("Curves")
            page.figure(svg: svg)
        }
        page.heading("Combinations")
        let hasHalted = outcome.rows.contains { $0.halted > 0 }
        let front = Set(outcome.front(.luts).map(\.label))
        page.table(
            ["values", "seeds"] + (hasHalted ? ["halted"] : []) + [
                metric, "±", "lowest", "highest", "LUTs, all-in", "cycles/image", "images/s",
            ],
            outcome.rows.map { row in
                [row.label, "\(row.isComplete ? row.seedCount : 0)"] + (hasHalted ? ["\(row.halted)"] : []) + [
                    figure(row.metric.mean), figure(row.metric.deviation),
                    figure(row.metric.lowest), figure(row.metric.highest), count(row.price(.luts)?.mean),
                    count(row.price(.cycles)?.mean), count(row.price(.imagesPerSecond)?.mean),
                ]
            }, best: Set(outcome.rows.indices.filter { front.contains(outcome.rows[$0].label) }))
        page.paragraph(
            "In bold: no other combination is better and as small."
                + (hasHalted
                    ? " Halted trainings count in no mean; where all seeds were halted, the figures are those of the last that were."
                    : ""))
        page.heading("Tasks")
        page.table(
            ["task"] + sweep.axes.map(\.name) + ["seed", "epochs", metric, "best", "at epoch", "run"],
            outcome.trainings.map { training in
                let record = training.record
                return ["\(record.task)"] + training.task.values + [
                    "\(record.seed)", "\(record.last.epoch)", figure(record.last.heldOut.metric),
                    figure(record.best.heldOut.metric), "\(record.best.epoch)", record.run,
                ]
            })
        page.heading("Experiment")
        page.lines(specification)
        return page.text
    }
}
