import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// As many epochs as were asked for, and more when they are asked for.
@Suite struct EpochsTests {
    @Test func moreAfterTheLast() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec("epochs=2"), runsFolder: folder.path)
        #expect(tiny.session.waitUntilIdle().epoch == 2)
        let more = tiny.send(.epochs(5))
        #expect(more.state == .finished)
        #expect(more.epoch == 5 && more.epochs == 5)
        #expect(more.imagesLeft == 0)
        let end = tiny.send(.stop)

        // The journal holds it, a replay does it again, and a training that goes on from there knows it.
        let run = RunDirectory(path: try #require(end.runDirectory))
        #expect(try String(contentsOfFile: run.journalPath, encoding: .utf8).contains("epochs 5"))
        #expect(try #require(RunSummary(run)).epochs == 5)
        let outcome = try Replay(run, loadDataset: { _ in try TinyExperiment.dataset() }).run()
        #expect(outcome.isIdentical, "\(String(describing: outcome.firstDifference))")
        #expect(outcome.trainedMiniBatches == 5 * TinyExperiment.stepsPerEpoch)
        #expect(try ExperimentSource(resuming: run.path).spec.epochs == 5)

        let whole = TinySession(try TinyExperiment.spec("epochs=5")).session.waitUntilIdle()
        #expect(more.trainLoss.points == whole.trainLoss.points)
    }

    @Test func fewerThanHaveBegunIsRefused() throws {
        let tiny = TinySession(try TinyExperiment.spec("epochs=4"), first: .pause)
        tiny.send(.stepEpoch)
        tiny.send(.stepMiniBatch)
        #expect(tiny.send(.epochs(1)).epochs == 4)
        #expect(try #require(tiny.lastEvent(.error)).contains("ask for 2 or more"))
        // A pause stays one.
        let fewer = tiny.send(.epochs(2))
        #expect(fewer.epochs == 2 && fewer.state == .paused)
        #expect(tiny.send(.resume).epoch == 2)
        #expect(tiny.session.snapshot.state == .finished)
    }

    @Test func readsWhatItWrites() throws {
        #expect(try Command(parsing: "epochs 20") == .epochs(20))
        #expect(Command.epochs(20).description == "epochs 20")
        for text in ["epochs", "epochs 0", "epochs x", "epochs 2000000"] {
            #expect(throws: BrainError.self, "\(text)") { try Command(parsing: text) }
        }
    }
}
