import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// Schedules and ends that depend on what the epochs have come to.
@Suite("Plateaus and early stops") struct EarlyStopTests {
    private func measurement(_ loss: Double, _ accuracy: Double = 0.5) -> JournalRecord.Measurement {
        JournalRecord.Measurement(loss: loss, metric: accuracy, kind: .accuracy)
    }

    @Test func aPlateauMakesTheRateSmaller() throws {
        let spec = try TinyExperiment.spec(
            "optimizer={Adam: {learning_rate: 0.01}, schedule: {plateau: {patience: 2, gamma: 0.1, least: 0.005}}}")
        var course = TrainingCourse()
        var reductions: [Int] = []
        for loss in [1, 0.9, 0.9, .nan, 0.95, 0.8, 0.8, 0.8, 0.8, 0.8] {
            course.noteEpoch(heldOut: measurement(loss), spec)
            reductions.append(course.reductions)
        }
        #expect(reductions == [0, 0, 0, 1, 1, 1, 1, 2, 2, 3])
        let factors = (0...3).map { spec.schedule.factor(at: 1, of: 4, reductions: $0) }
        #expect(zip(factors, [1, 0.1, 0.01, 0.005]).allSatisfy { abs($0 - $1) < 1e-12 })
        #expect(try #require(TrainingCourse(state: course.state)) == course)
    }

    @Test func aRampGoesBeforeAnySchedule() throws {
        let spec = try TinyExperiment.spec(
            "optimizer={SGD: {}, schedule: {step: {size: 2, gamma: 0.5, warmup: 1}}}")
        #expect([0, 0.5, 1, 2, 3].map { spec.schedule.factor(at: $0, of: 4) } == [0, 0.5, 1, 0.5, 0.5])
        #expect(throws: SpecificationError.self) {
            try TinyExperiment.spec("optimizer={SGD: {}, schedule: {plateau: {size: 2}}}")
        }
    }

    @Test(arguments: [("loss", 4), ("metric", 3)]) func whatCountsIsTheFigureThatWasNamed(figure: String, end: Int)
        throws
    {
        let spec = try TinyExperiment.spec("stop_early={patience: 2, of: \(figure)}")
        var course = TrainingCourse()
        var ends: [Bool] = []
        for (loss, accuracy) in [(1, 0.5), (0.9, 0.5), (0.9, 0.5), (0.9, 0.4)] {
            course.noteEpoch(heldOut: measurement(loss, accuracy), spec)
            ends.append(course.hasEnded(spec))
        }
        #expect(ends.firstIndex(of: true).map { $0 + 1 } == end)
    }

    private static let overrides = [
        "epochs=40", "stop_early={patience: 1, of: metric}",
        "optimizer={AdamW: {learning_rate: 0.02}, schedule: {plateau: {patience: 1}}}",
        "augment={shift: 1, rotate: 20, crop: 1, noise: 0.1, brightness: 0.1}",
    ]

    private func spec() throws -> ExperimentSpec {
        try ExperimentSpec(
            yaml: TinyExperiment.yaml, source: "tiny.yaml",
            overrides: Self.overrides.map { try SpecificationOverride(parsing: $0) })
    }

    @Test func trainingEndsAndGoesOnWhenAskedTo() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try spec(), runsFolder: folder.path)
        let end = tiny.session.waitUntilIdle()
        #expect(end.state == .finished && end.epoch < 40 && end.step == end.epoch * TinyExperiment.stepsPerEpoch)
        let ending = try #require(end.ending)
        #expect(ending.hasPrefix("stopped early after epoch \(end.epoch): no better metric for 1 epoch"))
        let best = try #require(ending.split(separator: " ").last.map(String.init))
        #expect(FileManager.default.fileExists(atPath: best))
        #expect(best == RunDirectory(path: try #require(end.runDirectory)).bestCheckpoint(by: .metric)?.path)
        // Whoever wants the best instead of the last says so.
        let folderOfRun = try #require(end.runDirectory)
        #expect(try SavedModel(named: "\(folderOfRun)@best").path == best)
        let last = try SavedModel(named: "\(folderOfRun)@last")
        #expect(last.step == end.step && last.path != best)
        #expect { try SavedModel(named: "tiny@worst", runs: folder.path) } throws: { "\($0)".contains("tiny@worst") }
        #expect(try SavedModel(named: "tiny@best", runs: folder.path).path == best)
        #expect { try SavedModel(named: "tin@best", runs: folder.path) } throws: {
            "\($0)".contains("there is no such run") && "\($0)".contains("did you mean 'tiny'?")
        }
        // As after all epochs, only more of them help.
        #expect(tiny.send(.resume).epoch == end.epoch)
        let more = tiny.send(.epochs(41))
        #expect(more.epoch > end.epoch)
        let run = RunDirectory(path: try #require(tiny.send(.stop).runDirectory))
        #expect(try Replay(run, loadDataset: { _ in try TinyExperiment.dataset() }).run().isIdentical)
    }

    /// Interrupted after each epoch and within it, it comes to the same end.
    @Test func aResumedTrainingEndsThere() throws {
        let folder = try TemporaryFolder()
        let whole = TinySession(try spec(), runsFolder: folder.path)
        let end = whole.session.waitUntilIdle()
        let digest = try RunDirectory(path: #require(whole.send(.stop).runDirectory)).endDigest()
        var checkpoint: String?
        var best: String?
        for _ in 0..<end.epoch {
            let part = TinySession(try spec(), runsFolder: folder.path, checkpoint: checkpoint, first: .pause)
            for _ in 0..<TinyExperiment.stepsPerEpoch + 1 { part.send(.stepMiniBatch) }
            let run = RunDirectory(path: try #require(part.send(.save(nil), .stop).runDirectory))
            checkpoint = run.newestCheckpoint()
            best = run.bestCheckpoint(by: .metric)?.path
        }
        let last = TinySession(try spec(), runsFolder: folder.path, checkpoint: checkpoint)
        #expect(last.session.waitUntilIdle().step == end.step)
        let run = RunDirectory(path: try #require(last.send(.stop).runDirectory))
        #expect(try run.endDigest() == digest)
        // The best epoch of all the parts is still the best, and its file is still there.
        #expect(try FileManager.default.fileExists(atPath: #require(best)))
        #expect(run.bestCheckpoint(by: .metric) != nil)
    }

    @Test func mistakesAreTold() throws {
        for wrong in ["{}", "{patience: 0}", "{patience: 2, of: luck}", "5"] {
            #expect(throws: SpecificationError.self) { try TinyExperiment.spec("stop_early=\(wrong)") }
        }
    }

    /// A course is read in the one form that it is written in.
    @Test(
        arguments: [
            ["plateau": [1]], ["plateau": [0, 0]], ["early": []], ["early": [1, Double.nan.bitPattern]], ["other": [1]],
            ["given x": [1, 2]], ["early": [1 << 40]],
        ] as [[String: [UInt64]]])
    func whatIsNoCourseIsRefused(state: [String: [UInt64]]) { #expect(TrainingCourse(state: state) == nil) }
}

extension RunDirectory {
    /// The state at the end of the run.
    fileprivate func endDigest() throws -> StateDigest? { try Journal(contentsOf: journalPath).end?.digest }
}
