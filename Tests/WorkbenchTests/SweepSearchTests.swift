import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// Values that are drawn, tasks that are left when others are better, and what costs least.
@Suite("Search by a sweep") struct SweepSearchTests {
    @Test func rangesAreDrawnFrom() throws {
        let folder = try TemporaryFolder()
        let path = try TinyExperiment.path(in: folder)
        let axes = try ["optimizer.Adam.learning_rate=log 1e-4..1e-1", "batch_size=8..11", "modulation.train=1,3"].map {
            try SweepAxis(parsing: $0)
        }
        func values(_ seed: Int) throws -> [[String]] {
            try Sweep(path, axes: axes, samples: 400, overrides: [SpecificationOverride(parsing: "seed=\(seed)")]).tasks
                .map(\.values)
        }
        let drawn = try values(1)
        #expect(try values(1) == drawn && values(2) != drawn)
        let rates = drawn.compactMap { Double($0[0]) }
        #expect(rates.count == 400 && rates.allSatisfy { (1e-4...1e-1).contains($0) })
        for decade in [1e-4, 1e-3, 1e-2] {
            #expect((90...180).contains(rates.count { $0 >= decade && $0 < decade * 10 }), "each decade is as likely")
        }
        for size in 8...11 { #expect((60...140).contains(drawn.count { $0[1] == "\(size)" })) }
        #expect((140...260).contains(drawn.count { $0[2] == "3" }))
        let sweep = try Sweep(path, axes: axes, samples: 5, seeds: 2)
        #expect(sweep.tasks.count == 10 && sweep.tasks[0].values == sweep.tasks[1].values)
        #expect(try sweep.spec(of: sweep.tasks[9]).batchSize == Int(sweep.tasks[9].values[1]))
    }

    /// A combination that came twice would be one training, and count as two.
    @Test func noCombinationIsDrawnTwice() throws {
        let folder = try TemporaryFolder()
        let path = try TinyExperiment.path(in: folder)
        func sweep(_ over: [String], _ samples: Int) throws -> Sweep {
            try Sweep(path, axes: over.map { try SweepAxis(parsing: $0) }, samples: samples)
        }
        let all = try sweep(["batch_size=8..11", "modulation.train=1,3"], 8).tasks.map(\.values)
        #expect(Set(all).count == 8)
        for (over, there) in [(["batch_size=8..11", "modulation.train=1,3"], "8"), (["batch_size=8,9"], "2")] {
            let error = try #require(throws: BrainError.self) { try sweep(over, 9) }
            #expect(error.kind == .usage && error.why == "there are \(there) different combinations", "\(error)")
        }
        // Four digits of a fraction have about 9,000 values here.
        #expect(throws: BrainError.self) { try sweep(["optimizer.Adam.learning_rate=0.1..0.9"], 100_000) }
    }

    /// What is drawn lies within the range, and differs, however narrow it is.
    @Test(arguments: ["1000.1..1000.2", "0.1..0.9", "-1e-9..1e-9", "log 1e-12..1e-11", "0.30000001..0.30000002"])
    func narrowRanges(text: String) throws {
        let axis = try SweepAxis(parsing: "optimizer.Adam.learning_rate=\(text)")
        let ends = text.replacing("log ", with: "").components(separatedBy: "..").compactMap { Double($0) }
        let values = (0..<50).map { axis.value(at: Double($0) / 50) }
        #expect(Set(values).count == 50, "\(values)")
        #expect(values.allSatisfy { (ends[0]...ends[1]).contains(Double($0) ?? .nan) }, "\(values)")
    }

    @Test func tooManyTasksOverflowNothing() throws {
        let folder = try TemporaryFolder()
        let path = try TinyExperiment.path(in: folder)
        let error = try #require(throws: BrainError.self) {
            try Sweep(path, axes: [SweepAxis(parsing: "batch_size=8..99")], samples: 1 << 40, seeds: (1 << 24) + 1)
        }
        #expect(error.why.hasSuffix("tasks are too many"))
    }

    @Test(arguments: [
        "batch_size=9..8", "batch_size=log 0..8", "batch_size=a..b", "batch_size=1..2,7", "batch_size=1..2..3",
    ])
    func wrongRanges(text: String) {
        #expect(throws: BrainError.self) { try SweepAxis(parsing: text) }
    }

    @Test func aRangeNeedsANumberOfSamples() throws {
        let folder = try TemporaryFolder()
        let path = try TinyExperiment.path(in: folder)
        let error = try #require(throws: BrainError.self) {
            try Sweep(path, axes: [SweepAxis(parsing: "batch_size=8..16")])
        }
        #expect(error.remedy.contains("--samples"))
        // Both ends are tried before anything is trained.
        #expect(throws: BrainError.self) { try Sweep(path, axes: [SweepAxis(parsing: "batch_size=0..16")], samples: 1) }
    }

    @Test(arguments: MetricKindTests.kinds) func theBetterHalfGoesOn(kind: MetricKind) throws {
        let folder = try TemporaryFolder()
        let place = SweepFolder(store: RunStore(path: folder.path), name: "s")
        func goesOn(_ task: Int, _ metric: Double, epoch: Int = 2) throws -> Bool {
            try place.isAmongBetterHalf(
                task, epoch: epoch,
                figures: JournalRecord.Measurement(
                    loss: 1, metric: kind.better == .higher ? metric : 1 - metric, kind: kind))
        }
        #expect(try goesOn(0, 0.5), "the first has nobody to compare with")
        #expect(try goesOn(1, 0.6))
        #expect(try !goesOn(2, 0.4), "two of three are better")
        #expect(try goesOn(3, 0.55), "one of four is better")
        #expect(try !goesOn(0, 0.5), "asked again")
        #expect(try goesOn(4, 0.1, epoch: 4), "another rung")
    }

    /// Tasks with records that were made up: what is cheap and good stands in front.
    @Test func theFront() throws {
        let folder = try TemporaryFolder()
        let path = try TinyExperiment.path(in: folder)
        let store = RunStore(path: "\(folder.path)/runs")
        let sweep = try Sweep(path, axes: [SweepAxis(parsing: "batch_size=8,10,12,14")], seeds: 2)
        let sizes = ["8": (100, 0.8), "10": (200, 0.9), "12": (300, 0.85), "14": (400, 0.95)]
        var records: [(task: Sweep.Task, record: TaskRecord)] = []
        for task in sweep.tasks {
            let (luts, accuracy) = try #require(sizes[task.values[0]])
            let run = RunDirectory(path: "\(store.path)/tiny/\(task.number)")
            try Folder.make(run.path)
            var cost = NetCost(step: 9, luts: luts, cost: nil)
            cost.cost = NetMeasurement.Cost(nodes: luts - 10, encoder: 6, head: 4, cycles: 3, streams: false)
            try cost.keep(in: run)
            let figures = JournalRecord.Measurement(
                loss: 1, metric: accuracy + 0.01 * Double(task.seed), kind: .accuracy)
            let point = TaskRecord.Point(epoch: 1, step: 9, train: figures, heldOut: figures)
            records.append(
                (
                    task,
                    TaskRecord(
                        task: task.number, settings: [:], seed: task.seed, specification: "", run: run.shortName,
                        part: "test", last: point, best: point, imagesPerSecond: Double(luts), curve: [point])
                ))
        }
        let outcome = try SweepOutcome(sweep, records, in: store)
        defer { Self.checkHalted(sweep, records, in: store) }
        #expect(outcome.front(.luts).map(\.label) == ["batch_size=8", "batch_size=10", "batch_size=14"])
        #expect(outcome.front(.cycles).map(\.label) == ["batch_size=14"], "all take as many")
        #expect(outcome.front(.imagesPerSecond).map(\.label) == ["batch_size=14"], "the fastest is the best")
        #expect(outcome.rows[1].price(.luts)?.mean == 200 && outcome.rows[1].metric.lowest == 0.91)
        let lines = outcome.csv.split(separator: "\n")
        #expect(lines.count == 9 && lines[0].hasPrefix("task,batch_size,seed,epochs,halted,test_loss,test_accuracy"))
        let headings = lines[0].split(separator: ",")
        #expect(Set(headings).count == headings.count, "each heading names one column: \(lines[0])")
        #expect(lines.allSatisfy { $0.split(separator: ",", omittingEmptySubsequences: false).count == headings.count })
        #expect(lines[3].contains(",200,190,6,4,3,"))
    }

    /// A training that was halted early is averaged with none that came to its end.
    private static func checkHalted(
        _ sweep: Sweep, _ records: [(task: Sweep.Task, record: TaskRecord)], in store: RunStore
    ) {
        var records = records
        // Of the first combination one of two seeds, of the last both.
        for index in [0, 6, 7] { records[index].record.isHalted = true }
        records[7].record.last.epoch = 2
        let figure = SweepFigure(sweep, records, runsFolder: store.path)
        #expect(figure.rows.map(\.halted) == [1, 0, 0, 2])
        #expect(figure.rows.map(\.isComplete) == [true, true, true, false])
        #expect(figure.rows.map(\.seeds) == [[2], [1, 2], [1, 2], [2]], "the one that got further")
        #expect(figure.rows[0].metric?.mean == records[1].record.last.heldOut.metric)
        let outcome = try? SweepOutcome(sweep, records, in: store)
        #expect(outcome?.front(.luts).map(\.label) == ["batch_size=8", "batch_size=10"], "nobody knows of the last")
        #expect(outcome?.rows[0].metric.mean == records[1].record.last.heldOut.metric)
    }
}
