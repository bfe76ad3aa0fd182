import BinaryBrain
import Foundation
import Testing

@testable import Workbench

@Suite struct RunStoreTests {
    @Test func listsFiltersAndFinds() throws {
        let folder = try TemporaryFolder()
        let store = RunStore(path: folder.path)
        #expect(store.runs().isEmpty)
        let nothing = try #require(throws: BrainError.self) { try store.find("tiny") }
        #expect(nothing.remedy.contains("train one"))

        let first = TinySession(try TinyExperiment.spec("epochs=3"), runsFolder: folder.path)
        first.session.waitUntilIdle()
        let finished = try #require(first.send(.stop).runDirectory)
        let second = TinySession(try TinyExperiment.spec("name=other"), runsFolder: folder.path, first: .pause)
        second.send(.stepEpoch)
        second.send(.learningRate(0.5), .stepMiniBatch)
        let stopped = try #require(second.send(.stop).runDirectory)
        // What is no run is passed over.
        try FileManager.default.createDirectory(atPath: "\(folder.path)/tiny/empty", withIntermediateDirectories: true)
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/file"))

        let runs = store.runs()
        #expect(Set(runs.map(\.directory.path)) == [finished, stopped])
        let done = try #require(store.runs(matching: "TINY finished").first)
        #expect(store.runs(matching: "tiny finished").count == 1)
        #expect(done.state == .finished)
        #expect((done.epoch, done.epochs, done.step) == (3, 3, 3 * TinyExperiment.stepsPerEpoch))
        #expect(done.last?.epoch == 3)
        #expect(done.steeringCount == 0)
        let other = try #require(store.runs(matching: "other").first)
        #expect(other.state == .interrupted)
        #expect((other.epoch, other.step, other.steeringCount) == (1, TinyExperiment.stepsPerEpoch + 1, 1))
        #expect(store.runs(matching: "nothing like it").isEmpty)

        for name in [finished, "\(finished)/", done.name, "tiny", String(done.name.split(separator: "/")[1])] {
            #expect(try store.find(name).path.hasSuffix(done.name), "\(name)")
        }
        let error = try #require(throws: BrainError.self) { try store.find("tyny") }
        #expect(error.remedy == "did you mean 'tiny'?")
    }

    @Test func theBestEpochIsTheMetricsBest() throws {
        let figures = { (metric: Double, kind: MetricKind) in
            JournalRecord.Measurement(loss: 1, metric: metric, kind: kind)
        }
        #expect(figures(0.9, .accuracy).isBetter(than: figures(0.8, .accuracy)))
        #expect(!figures(0.9, .mse).isBetter(than: figures(0.8, .mse)))
        #expect(!figures(.nan, .mse).isBetter(than: figures(0.8, .mse)))
        #expect(figures(0.8, .mse).isBetter(than: figures(.nan, .mse)))
    }

    @Test func aRunThatWasKilledHasCrashed() throws {
        let folder = try TemporaryFolder()
        let spec = try TinyExperiment.spec()
        let run = try RunDirectory.create(in: folder.path, for: spec, at: Date(timeIntervalSince1970: 1_800_000_000))
        var journal: JournalFile? = try JournalFile(path: run.journalPath)
        let start = JournalRecord.start(
            JournalRecord.Start(
                experiment: "tiny", data: "stripes", seed: 1, epochs: 2, batchSize: 16, step: 0,
                time: Date(timeIntervalSince1970: 1_800_000_000),
                kernels: "portable"))
        try journal?.append(start.jsonLine())
        #expect(RunSummary(run)?.state == .running)
        journal = nil
        #expect(RunSummary(run)?.state == .crashed)
        #expect(RunSummary(run)?.epoch == 0)
    }
}
