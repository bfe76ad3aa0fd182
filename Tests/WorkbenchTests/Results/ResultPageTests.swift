import Foundation
import Testing

@testable import Workbench

@Suite("Pages of results")
struct ResultPageTests {
    /// A table of one tiny row, the folder of its runs, and what trains it.
    private struct Study {
        let folder: TemporaryFolder
        let list: ResultList
        let store: RunStore
        var row: ResultList.Row { list.rows[0] }
        var figure: ResultFigure { ResultFigure(row, in: store) }

        init(goal: String = "{ metric: 0.2, luts: 1000 }", judgedBy: String = "test") throws {
            folder = try TemporaryFolder()
            let text = """
                title: Figures
                page: Figures.md
                text: How to read it.
                sections:
                  - title: Small | nets
                    rows: [{ experiment: ./tiny.yaml, seeds: 2, goal: \(goal), judged_by: \(judgedBy) }]
                    others: [{ work: "a | b", figure: ".95", cost: "10 LUTs", counts: core }]
                """
            list = try ResultListTests.list(text, in: folder)
            store = RunStore(path: "\(folder.path)/runs")
        }

        /// Trains and measures as `bbwb results` does; the last seed only for an epoch if asked.
        func work(stoppingAtLast: Bool = false) throws -> Int {
            var trained = 0
            for (index, spec) in row.trainings.enumerated() {
                let progress = store.progress(of: [spec])[0]
                if !progress.isFinished {
                    var checkpoint: String?
                    if case .begun(let path) = progress { checkpoint = path }
                    let session = Session(
                        spec: spec,
                        options: SessionOptions(
                            runsFolder: store.path, checkpointPath: checkpoint, isWatched: false,
                            loadDataset: { _ in try TinyExperiment.dataset() }))
                    if stoppingAtLast, index == row.trainings.count - 1 { session.send(.stepEpoch) }
                    session.waitUntilIdle()
                    session.send(.stop)
                    session.waitUntilIdle()
                    trained += 1
                }
                guard case .finished(let run, _) = store.progress(of: [spec])[0] else { continue }
                try TrainingTime.note(processorSeconds: 90 + Double(index) * 2, in: run)
                try NetMeasurement(
                    of: SavedModel(contentsOf: try #require(run.newestCheckpoint())),
                    loadDataset: { _ in try TinyExperiment.dataset() }, isHeldOut: row.isHeldOut
                ).keep(in: run)
            }
            return trained
        }

        var markdown: String {
            let picture = ResultPage.Picture(title: "curves", path: "figures/curves")
            return ResultPage(list, [figure], pictures: ["Small | nets": [picture]]).markdown
        }
    }

    @Test func anEmptyTableSaysWhatIsMissing() throws {
        let study = try Study()
        #expect(study.figure.finished.isEmpty && study.figure.isGoalMet == nil)
        #expect(study.markdown.contains("goal ≥ .2000 at ≤ 1,000 LUTs: open."))
        #expect(study.markdown.contains("Not done: seed 1 not trained; seed 2 not trained."))
    }

    @Test func anInterruptedTableGoesOnAndIsMeasuredOnce() throws {
        let study = try Study()
        #expect(try study.work(stoppingAtLast: true) == 2)
        #expect(study.markdown.contains("seed 2 after 1 of 4 epochs ."))
        #expect(study.figure.curve.count == 1, "as far as all seeds have come")
        #expect(try study.work() == 1, "only what was not done")
        #expect(try study.work() == 0)
        let figure = study.figure
        #expect(figure.finished.count == 2 && figure.curve.count == 4)
        #expect(!study.markdown.contains("Not done"))
        // What was measured stands for the state that it was measured of, and for no other.
        guard case .finished(let run, let epochs) = figure.trainings[0].progress else { return }
        let step = try #require(epochs.last?.step)
        #expect(NetMeasurement(keptIn: run, step: step) == figure.trainings[0].measurement)
        #expect(NetMeasurement(keptIn: run, step: step - 1) == nil)
    }

    @Test func thePageHasEveryFigure() throws {
        let study = try Study()
        _ = try study.work()
        let figure = study.figure
        let (page, result) = (study.markdown, try #require(figure.result))
        let mean = try #require(figure.finished.compactMap { $0.measurement?.metrics["stored"] }).reduce(0, +) / 2
        #expect(abs(result.mean - mean) < 1e-12)
        // Each net is what the journal says of its last epoch, and its netlist answers alike.
        for training in figure.finished {
            let last = try #require(training.progress.epochs.last?.heldOut.metric)
            let measured = try #require(training.measurement)
            #expect(abs(try #require(measured.metrics["stored"]) - last) < 1e-6)
            #expect(measured.metrics["netlist"] == measured.metrics["binary"] && measured.defects == 0)
            #expect(measured.luts == 76 && measured.images == 40)
            #expect(try #require(measured.cost).cycles == 3)
        }
        let row = try #require(page.split(separator: "\n").first { $0.hasPrefix("| tiny | stripes | 76 |") })
        #expect(row.contains("**" + ResultTable.number(result.mean, .accuracy) + "**"))
        #expect(row.contains("| 2 of 2 |") && row.contains("91 s"))
        #expect(page.hasPrefix("# Figures\n\n") && page.contains("\n\nHow to read it.\n\n## Small | nets\n\n"))
        #expect(page.contains("| a \\| b | .95 | 10 LUTs | core |"))
        #expect(page.contains(#/```\nbbwb run [^ ]*tiny\.yaml\n```/#))
        #expect(page.contains("![curves](figures/curves.svg)") && page.contains("(figures/curves.png)"))
        #expect(page.contains("goal ≥ .2000 at ≤ 1,000 LUTs: reached."))
        #expect(page.contains("same answers as the net in binary mode on all 40 test images"))
        let columns = page.split(separator: "\n").filter { $0.hasPrefix("| net |") || $0.hasPrefix("| tiny |") }
        #expect(Set(columns.map { $0.split(separator: "|").count }).count == 1, "as many cells as headings")
    }

    /// A run that somebody else made counts, and the page says that nobody has measured it yet.
    @Test func whatIsTrainedButNotMeasuredSaysSo() throws {
        let study = try Study()
        _ = try study.work()
        guard case .finished(let run, _) = study.figure.trainings[1].progress else { return }
        try FileManager.default.removeItem(atPath: "\(run.path)/measured.json")
        #expect(study.markdown.contains("Not done: seed 2 trained, not measured."))
        #expect(study.figure.isGoalMet == nil)
    }

    @Test(arguments: ["{ metric: 1.1 }", "{ metric: 0.1, luts: 3 }"])
    func aGoalThatIsMissedSaysSo(goal: String) throws {
        let study = try Study(goal: goal)
        _ = try study.work()
        #expect(study.figure.isGoalMet == false)
        #expect(study.markdown.contains("not reached."))
    }

    /// A row that is judged by held-out samples leaves the test set alone.
    @Test func heldOutRowsAreNotMeasuredOnTheTestSet() throws {
        let study = try Study(judgedBy: "held_out")
        _ = try study.work()
        let figure = study.figure
        #expect(figure.finished.count == 2)
        #expect(figure.finished.allSatisfy { $0.measurement?.metrics.isEmpty == true && $0.measurement?.cost != nil })
        let last = figure.trainings.compactMap { $0.progress.epochs.last?.heldOut.metric }
        #expect(abs(try #require(figure.result?.mean) - last.reduce(0, +) / 2) < 1e-12)
        #expect(study.markdown.contains("held-out accuracy"))
    }

    @Test func aTrainingThatWasResumedTookTheTimeOfItsParts() throws {
        let study = try Study()
        _ = try study.work(stoppingAtLast: true)
        guard case .begun(let checkpoint) = study.figure.trainings[1].progress else {
            Issue.record("the last training was interrupted")
            return
        }
        let first = RunDirectory(holding: checkpoint)
        #expect(TrainingTime(of: first) == nil, "nobody noted it")
        try TrainingTime.note(processorSeconds: 10, in: first)
        _ = try study.work()
        guard case .finished(let run, _) = study.figure.trainings[1].progress else { return }
        #expect(run.lineage == [run, first])
        #expect(TrainingTime(of: run)?.processorSeconds == 102)
    }

    @Test func figuresAreWrittenAsTheFieldWritesThem() {
        #expect(ResultTable.number(0.98123, .accuracy) == ".9812")
        #expect(ResultTable.number(1, .accuracy) == "1.0000")
        #expect(ResultTable.number(0.00794, .mse) == "0.00794")
        #expect(ResultTable.number(2.5, .mse) == "2.5000")
        #expect(
            [0, 999, 1000, 1_234_567, -5432].map(ResultTable.grouped) == ["0", "999", "1,000", "1,234,567", "-5,432"])
        #expect([35, 240, 4320, 7260].map { ResultTable.duration($0) } == ["35 s", "4 min", "72 min", "2 h 1 min"])
    }
}
