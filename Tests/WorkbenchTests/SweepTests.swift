import BinaryBrain
import Foundation
import Testing

@testable import Workbench

@Suite struct SweepTests {
    /// A sweep over a file in `folder`, and what runs its points.
    private struct Study {
        let sweep: Sweep
        let store: RunStore

        init(
            in folder: TemporaryFolder, oversamplings: [Int] = [1, 3], seeds: Int = 2,
            overrides: [SpecificationOverride] = []
        ) throws {
            let path = "\(folder.path)/tiny.yaml"
            try Data(TinyExperiment.yaml.utf8).write(to: URL(fileURLWithPath: path))
            sweep = try Sweep(path, axes: [.oversampling(oversamplings)], seeds: seeds, overrides: overrides)
            store = RunStore(path: "\(folder.path)/runs")
        }

        /// Trains the points that are not done; the last one only for an epoch if asked.
        func run(stoppingAtLast: Bool = false) throws -> Int {
            var trained = 0
            for task in sweep.tasks {
                let spec = try sweep.spec(of: task)
                var checkpoint: String?
                let progress = store.progress(of: [spec])[0]
                if case .finished = progress { continue }
                if case .begun(let path) = progress { checkpoint = path }
                let isLast = task.values == ["3"] && task.seed == 2
                let session = Session(
                    spec: spec,
                    options: SessionOptions(
                        runsFolder: store.path, checkpointPath: checkpoint, isWatched: false,
                        loadDataset: { _ in try TinyExperiment.dataset() }))
                if stoppingAtLast && isLast { session.send(.stepEpoch) }
                session.waitUntilIdle()
                session.send(.stop)
                session.waitUntilIdle()
                trained += 1
            }
            return trained
        }

        var figure: SweepFigure {
            get throws {
                try SweepFigure(
                    sweep, SweepProgress(sweep, in: store, folder: nil).records, runsFolder: store.path)
            }
        }
    }

    @Test func trainsEachPointOnceAndGoesOnAfterAnInterruption() throws {
        let folder = try TemporaryFolder()
        let study = try Study(in: folder)
        #expect(study.sweep.tasks.map(\.values) == [["1"], ["1"], ["3"], ["3"]])
        #expect(study.sweep.tasks.map(\.seed) == [1, 2, 1, 2])
        #expect(try study.run(stoppingAtLast: true) == 4)
        let entries = try SweepProgress(study.sweep, in: study.store, folder: nil).entries
        guard case .begun(let step) = entries[3].state else {
            Issue.record("the last point was interrupted")
            return
        }
        #expect(step == TinyExperiment.stepsPerEpoch)
        #expect(try study.figure.rows.map(\.seeds) == [[1, 2], [1]])
        #expect(try study.run() == 1, "only what was not done")
        #expect(try study.run() == 0)
        let figure = try study.figure
        #expect(figure.rows.map(\.seeds) == [[1, 2], [1, 2]])
        let last = try #require(figure.rows.last)
        #expect(last.metricCurve.count == 4, "the epochs before the interruption count too")
        let metric = try #require(last.metric)
        #expect(metric.lowest <= metric.mean && metric.mean <= metric.highest)
        #expect(metric.deviation != nil)
        let lines = figure.csv.split(separator: "\n")
        #expect(lines.count == 1 + 4 * 4)
        #expect(lines[0] == "oversampling,seed,epoch,step,train_loss,train_accuracy,test_loss,test_accuracy,run")
        #expect(lines.dropFirst().allSatisfy { $0.split(separator: ",").count == 9 })
    }

    /// What an experiment does by itself is part of each point, not steering.
    @Test func pointsGiveTheirOwnCommands() throws {
        let folder = try TemporaryFolder()
        let study = try Study(
            in: folder, oversamplings: [3], seeds: 2,
            overrides: [
                SpecificationOverride(command: "binary false @1"),
                SpecificationOverride(parsing: "stop_early={patience: 2}"),
                SpecificationOverride(parsing: "augment={rotate: 10, noise: 0.1}"),
            ])
        #expect(try study.run(stoppingAtLast: true) == 2)
        #expect(try study.run() == 1, "the one that was interrupted")
        #expect(try study.run() == 0)
        let commands = try study.store.directories.flatMap { directory in
            try Journal(contentsOf: directory.journalPath).records.compactMap { record in
                if case .command(let given) = record, given.command.changesState { given.moment } else { nil }
            }
        }
        #expect(commands == ["epoch 0", "epoch 0"], "once for each point")
    }

    @Test func meansAndSpreads() throws {
        let spread = try #require(SweepFigure.Spread([1, 2, 3, 6]))
        #expect(spread.mean == 3)
        #expect(abs((spread.deviation ?? 0) - 14.0.squareRoot() / 3.0.squareRoot()) < 1e-12)
        #expect((spread.lowest, spread.highest) == (1, 6))
        #expect(SweepFigure.Spread([4])?.deviation == nil)
        #expect(SweepFigure.Spread([]) == nil)
    }

    @Test(arguments: [[0], [], [3, 3], [1 << 20]])
    func sizesAreChecked(sizes: [Int]) throws {
        let folder = try TemporaryFolder()
        let error = try #require(throws: BrainError.self) { try Study(in: folder, oversamplings: sizes) }
        #expect(error.kind == .usage)
    }

    @Test func needsAModulatedNet() throws {
        let error = try #require(throws: BrainError.self) {
            try Sweep("mnist-dense", axes: [.oversampling([1])])
        }
        #expect(error.why.contains("no binary modulation"))
    }
}
