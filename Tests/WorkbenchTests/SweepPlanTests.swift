import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// The tasks of a sweep, their numbers, and the folder that they share.
@Suite("The tasks of a sweep") struct SweepPlanTests {
    @Test func axesAreRead() throws {
        #expect(try SweepAxis(parsing: "batch_size=32, 64").values == ["32", "64"])
        let two = try SweepAxis(parsing: "modulation.train,modulation.test=1,3")
        #expect(
            two.fields == ["modulation.train", "modulation.test"] && two.isOversampling && two.name == "oversampling")
        let lists = try SweepAxis(parsing: #"net.0.DifferentiableLut.output_shape=[60, 2],[90],{ a: [1,2] },"x,y""#)
        #expect(lists.values == ["[60, 2]", "[90]", "{ a: [1,2] }", #""x,y""#])
        for wrong in [
            "batch_size", "=3", "batch_size=", "batch_size=3,", "batch_size=3,3", "a..b=3", ",a=1", "batch_size=32,032",
            "optimizer.Adam.learning_rate=1e-3,0.001",
        ] {
            #expect(throws: (any Error).self, "\(wrong)") { try SweepAxis(parsing: wrong) }
        }
    }

    @Test func theFirstAxisChangesSlowestAndTheSeedFastest() throws {
        let folder = try TemporaryFolder()
        let sweep = try Sweep(
            TinyExperiment.path(in: folder), axes: [.oversampling([1, 3]), SweepAxis(parsing: "batch_size=8,16")],
            seeds: 2,
            overrides: [SpecificationOverride(parsing: "seed=5")])
        #expect(sweep.tasks.map(\.number) == Array(0..<8))
        #expect(sweep.tasks.map(\.seed) == [5, 6, 5, 6, 5, 6, 5, 6])
        #expect(sweep.tasks[3].values == ["1", "16"] && sweep.tasks[4].values == ["3", "8"])
        let spec = try sweep.spec(of: sweep.tasks[6])
        #expect((spec.modulation?.train, spec.modulation?.test, spec.batchSize, spec.seed) == (3, 3, 16, 5))
        #expect(sweep.label(of: sweep.tasks[6]) == "x3 batch_size=16 seed 5")
    }

    @Test(arguments: [
        (["batch_size=0"], "--over batch_size"), (["bach_size=3"], "did you mean 'batch_size'?"),
        (["batch_size=3", "batch_size=4"], "two axes change it"), (["seed=1,2"], "seeds are an axis of their own"),
        (["optimizer.Adam.learning_rate=0.1,x"], "--over optimizer.Adam.learning_rate"),
        (["net.1.DifferentiableLut=7"], "--over net.1.DifferentiableLut"),
    ])
    func whatDoesNotFitIsToldBeforeAnythingIsTrained(over: [String], text: String) throws {
        let folder = try TemporaryFolder()
        let path = try TinyExperiment.path(in: folder)
        let error = #expect(throws: BrainError.self) {
            try Sweep(path, axes: over.map { try SweepAxis(parsing: $0) })
        }
        #expect(error.map { "\($0)" }?.contains(text) == true, "\(error.map { "\($0)" } ?? "")")
    }

    /// Data that are not there, and layers that do not fit one another, are found without training; it is said which value it is.
    @Test func whatCannotBeTrainedIsFoundBeforeItsTask() throws {
        func refusal(_ over: String...) throws -> String {
            let sweep = try Sweep("mnist-lut-tiny", axes: over.map { try SweepAxis(parsing: $0) })
            do { try sweep.requireTrainable() } catch let error as BrainError { return "\(error)" }
            return ""
        }
        #expect(try refusal("batch_size=8,16") == "")
        let data = try refusal("data=mnist-5k,nope")
        #expect(data.contains("data=nope") && data.contains("unknown data set 'nope'"), "\(data)")
        let size = try refusal("batch_size=8,16", "net.0.DifferentiableLut.output_shape=[1024],[2000000000]")
        #expect(
            size.contains(" batch_size=8 net.0.DifferentiableLut.output_shape=[2000000000]") && size.contains("memory"),
            "\(size)")
    }

    @Test func aFolderHasOneSweep() throws {
        let folder = try TemporaryFolder()
        let path = try TinyExperiment.path(in: folder)
        let store = RunStore(path: "\(folder.path)/runs")
        let first = try Sweep(path, axes: [SweepAxis(parsing: "batch_size=8,16")])
        let place = SweepFolder(store: store, name: "mine")
        #expect(!place.belongs(to: first))
        try place.take(for: first)
        try place.take(for: first)
        #expect(place.belongs(to: first))
        let others = [
            try Sweep(path, axes: [SweepAxis(parsing: "batch_size=8,16,32")]),
            try Sweep(path, axes: [SweepAxis(parsing: "batch_size=8,16")], seeds: 2),
            try Sweep(
                path, axes: [SweepAxis(parsing: "batch_size=8,16")],
                overrides: [SpecificationOverride(parsing: "epochs=9")]),
        ]
        for other in others {
            #expect(!place.belongs(to: other))
            let error = try #require(throws: BrainError.self) { try place.take(for: other) }
            #expect(error.kind == .usage && error.remedy.contains("--name"))
        }
        #expect(store.directories.isEmpty, "the folder of sweeps is no experiment")
    }

    /// A record is all that later commands look at, as long as the specification is the same.
    @Test func finishedTasksLeaveRecords() throws {
        let folder = try TemporaryFolder()
        let path = try TinyExperiment.path(in: folder)
        let store = RunStore(path: "\(folder.path)/runs")
        let sweep = try Sweep(path, axes: [SweepAxis(parsing: "batch_size=20,25")])
        let place = SweepFolder(store: store, name: "tiny")
        try place.take(for: sweep)
        let task = sweep.tasks[1]
        let tiny = TinySession(try sweep.spec(of: task), runsFolder: store.path)
        tiny.session.waitUntilIdle()
        let run = RunDirectory(path: try #require(tiny.send(.stop).runDirectory))
        let entries = try SweepProgress(sweep, in: store, folder: place).entries
        guard case .open = entries[0].state, case .finished(let record) = entries[1].state else {
            Issue.record("one task is open, the other has finished: \(entries)")
            return
        }
        let journal = try Journal(contentsOf: run.journalPath)
        #expect(record.run == run.shortName && record.curve.count == 4 && record.digest == journal.end?.digest)
        #expect(record.settings == ["batch_size": "25"] && record.seed == 1 && record.last == record.curve.last)
        // The run itself is not needed any more.
        try FileManager.default.removeItem(atPath: run.path)
        #expect(try SweepProgress(sweep, in: store, folder: place).records.map(\.record) == [record])
        #expect(try SweepProgress(sweep, in: store, folder: nil).records.isEmpty)
        let changed = try Sweep(
            path, axes: [SweepAxis(parsing: "batch_size=20,25")],
            overrides: [SpecificationOverride(parsing: "epochs=5")])
        #expect(try SweepProgress(changed, in: store, folder: place).records.isEmpty, "a record of something else")
    }

    @Test func numbersOfTasks() throws {
        func numbers(_ text: String, _ environment: [String: String] = [:]) throws -> [Int] {
            try TaskNumbers.parse(text, count: 10, environment: environment)
        }
        #expect(try numbers("3") == [3])
        #expect(try numbers("0,2-4,3,9") == [0, 2, 3, 4, 9])
        for wrong in ["", "x", "3-", "-3", "4-2", "10", "0-10", "1,,2", "1-2-3"] {
            #expect(throws: BrainError.self, "\(wrong)") { try numbers(wrong) }
        }
        for (name, value, number) in [
            ("SLURM_ARRAY_TASK_ID", "4", 4), ("JOB_COMPLETION_INDEX", "0", 0), ("PBS_ARRAY_INDEX", "9", 9),
            ("SGE_TASK_ID", "10", 9),
        ] {
            #expect(try numbers("auto", [name: value]) == [number])
        }
        #expect(throws: BrainError.self) { try numbers("auto", ["SGE_TASK_ID": "undefined"]) }
        #expect(throws: BrainError.self) { try numbers("auto", ["SLURM_ARRAY_TASK_ID": "10"]) }
    }
}
