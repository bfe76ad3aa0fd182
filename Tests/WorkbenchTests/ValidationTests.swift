import BinaryBrain
import Datasets
import Foundation
import Testing

@testable import Workbench

/// Training with a part of the training set held out.
@Suite struct ValidationTests {
    private static let split = "split={ validation: 0.3, seed: 2 }"

    private func records(_ directory: RunDirectory) throws -> [JournalRecord] {
        try Journal(contentsOf: directory.journalPath).records
    }

    private func tests(_ records: [JournalRecord]) -> [JournalRecord.Test] {
        records.compactMap { if case .test(let test) = $0 { test } else { nil } }
    }

    @Test func epochsAreMeasuredOnValidationAndTheTestSetOnce() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(Self.split), runsFolder: folder.path)
        let end = tiny.session.waitUntilIdle()
        #expect(end.heldOutPart == .validation && end.testSize == 30 && end.epoch == 4)
        #expect(end.state == .finished)
        tiny.send(.stop)
        let run = RunDirectory(path: try #require(end.runDirectory))
        let epochs = try records(run).compactMap { if case .epoch(let epoch) = $0 { epoch } else { nil } }
        #expect(epochs.map(\.part) == [.validation, .validation, .validation, .validation])
        #expect(epochs.map(\.step) == [1, 2, 3, 4].map { $0 * 4 }, "70 images are left to learn from")
        let summary = try #require(RunSummary(run))
        let best = try #require(summary.best)
        let expected = best.epoch == 4 ? [4] : [4, best.epoch]
        #expect(try tests(records(run)).map(\.netEpoch) == expected)
        #expect(summary.test?.netEpoch == best.epoch)
        let lines = try String(contentsOfFile: run.journalPath, encoding: .utf8)
        #expect(lines.contains(#""validation":{"accuracy":"#) && lines.contains(#""event":"test""#))
        let json = String(decoding: try JSONEncoder().encode(summary), as: UTF8.self)
        #expect(json.contains(#""validation":"#) && json.contains(#""test":"#) && json.contains(#""net_epoch":"#))
    }

    /// The figures are those of the samples that they are said to be of, which `eval` measures from the file.
    @Test func theFiguresAreThoseOfTheParts() throws {
        let folder = try TemporaryFolder()
        let spec = try TinyExperiment.spec(Self.split, "epochs=2")
        let tiny = TinySession(spec, runsFolder: folder.path)
        let end = tiny.session.waitUntilIdle()
        let run = RunDirectory(path: try #require(end.runDirectory))
        let saved = try SavedModel(contentsOf: run.checkpointPath(step: end.step))
        let dataset = try spec.split.applied(to: TinyExperiment.dataset())
        let validation = try saved.compareForms(on: dataset, part: .validation)
        #expect(validation.imageCount == 30 && validation.lines[0].contains("30 validation images"))
        #expect(
            abs(try #require(validation.figures[0].metric) - Double(try #require(end.testMetric.last).value)) < 1e-6)
        let test = try saved.compareForms(on: dataset)
        #expect(test.imageCount == 40)
        #expect(abs(try #require(test.figures[0].metric) - (try #require(end.tests.first).test.metric)) < 1e-6)
        let whole = try saved.compareForms(on: dataset, part: .train)
        #expect(whole.imageCount == 70)
    }

    @Test func theTestSetIsMeasuredWhenSomebodyAsks() throws {
        let tiny = TinySession(try TinyExperiment.spec(Self.split), first: .pause)
        tiny.send(.stepMiniBatch)
        let asked = tiny.send(.measureTest)
        #expect(asked.tests.map(\.step) == [1] && asked.state == .paused)
        #expect(tiny.lastEvent(.info)?.hasPrefix("test set, net of epoch 0 (step 1): loss ") == true)
        // The training is as if nobody had asked.
        let end = tiny.send(.resume)
        let whole = TinySession(try TinyExperiment.spec(Self.split)).session.waitUntilIdle()
        #expect(end.testMetric.points == whole.testMetric.points)
        #expect(try Command(parsing: "test") == .measureTest && Command.measureTest.description == "test")
    }

    @Test(arguments: ["pwm", "normal"]) func aReplayMeasuresTheSame(method: String) throws {
        let folder = try TemporaryFolder()
        // A rate that destroys the net makes an epoch before the last the best one.
        let spec = try TinyExperiment.spec(
            Self.split, "modulation.method=\(method)", "epochs=5")
        let tiny = TinySession(spec, runsFolder: folder.path, first: .pause)
        tiny.send(.stepMiniBatch, .measureTest)
        tiny.send(.stepEpoch)
        tiny.send(.stepEpoch)
        tiny.send(.stepEpoch)
        tiny.send(.learningRate(100), .resume)
        let end = tiny.send(.stop)
        let run = RunDirectory(path: try #require(end.runDirectory))
        let tests = try tests(records(run))
        #expect(tests.count == 3 && tests[2].netStep < tests[2].step, "the best epoch is another than the last")
        let outcome = try Replay(run, loadDataset: { _ in try TinyExperiment.dataset() }).run()
        #expect(outcome.isIdentical, "\(String(describing: outcome.firstDifference))")
        #expect(outcome.comparisons.count { $0.subject == .test } == 3)
    }

    /// A run that was killed between its last epoch and the test goes on with that.
    @Test func aResumedRunIsTestedToo() throws {
        let folder = try TemporaryFolder()
        let spec = try TinyExperiment.spec(Self.split, "epochs=2")
        let first = TinySession(spec, runsFolder: folder.path)
        let end = first.session.waitUntilIdle()
        first.send(.stop)
        let run = RunDirectory(path: try #require(end.runDirectory))
        let second = TinySession(spec, checkpoint: run.newestCheckpoint())
        let resumed = second.session.waitUntilIdle()
        #expect(resumed.state == .finished && resumed.tests.map(\.netStep) == [end.step])
        #expect(resumed.tests.first?.test == end.tests.first?.test)
    }

    @Test(arguments: [
        ("split={ validation: 0 }", "neither a number of samples nor a part of them"),
        ("split={ validation: 0.5, test: 0.5 }", "leaves nothing to learn from"),
        ("split={ valid: 3 }", "split has no field 'valid'"),
        ("split={ seed: 3 }", "holds out nothing"),
    ])
    func wrongSplitsAreNamed(setting: String, message: String) {
        #expect { try TinyExperiment.spec(setting) } throws: { "\($0)".contains(message) }
    }

    @Test func aSweepChoosesByValidation() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/tiny.yaml"
        try Data((TinyExperiment.yaml + "\nsplit: { validation: 10 }\n").utf8).write(to: URL(fileURLWithPath: path))
        let sweep = try Sweep(path, axes: [.oversampling([1])])
        let csv = SweepFigure(sweep, [], runsFolder: "runs").csv
        #expect(sweep.part == .validation && csv.contains("validation_loss,validation_accuracy"))
    }
}
