import Foundation
import TestSupport
import Testing

@testable import BinaryBrain
@testable import Workbench

@Suite("Requests to stop") struct StopTests {
    private let start = ContinuousClock.now

    @Test func manySignalsAreOneRequest() {
        var requests = StopRequests()
        let answers = [SIGTERM, SIGTERM, SIGHUP, SIGUSR1, SIGUSR2, SIGTERM].enumerated().map { index, signal in
            requests.receive(signal, at: start + .milliseconds(50 * index))
        }
        #expect(answers == [.stop, .goOn, .goOn, .goOn, .goOn, .goOn])
        #expect(requests.receive(SIGTERM, at: start + .seconds(1000)) == .goOn)
    }

    @Test func onlyAPersonsSecondInterruptAbandons() {
        var requests = StopRequests()
        #expect(requests.receive(SIGINT, at: start) == .stop)
        #expect(requests.receive(SIGINT, at: start + .milliseconds(2)) == .goOn, "timeout signals child and group")
        #expect(requests.receive(SIGTERM, at: start + .seconds(1)) == .goOn)
        #expect(requests.receive(SIGINT, at: start + .seconds(2)) == .abandon)
        var other = StopRequests()
        #expect(other.receive(SIGHUP, at: start) == .stop)
        #expect(other.receive(SIGINT, at: start + .seconds(1)) == .goOn, "the first ctrl-c of the person")
        #expect(other.receive(SIGINT, at: start + .seconds(2)) == .abandon)
    }

    /// A mini-batch that is cut short at any place leaves the experiment as it was: its checkpoint is the same state, and what is
    /// trained from there is what an undisturbed experiment trains.
    @Test(arguments: ["optimizer.Adam.learning_rate=0.01", "modulation.method=uniform", "modulation.train=7"])
    func aMiniBatchCutShortIsNoStep(override: String) throws {
        let spec = try TinyExperiment.spec(override)
        let data = ExperimentData(dataset: try TinyExperiment.dataset(), target: spec.target)
        let places = try ResumeComparison.expectNoTraceOfCutBatches(override) {
            try Experiment(spec: spec, data: data)
        }
        #expect(places > 8, "forward and backward have several layers")
    }

    /// `stop` does not wait for the mini-batch, and what is saved goes on to the same end as a run that nobody has stopped.
    @Test func aStopWithinABatchIsResumedBitForBit() throws {
        let folder = try TemporaryFolder()
        let undisturbed = TinySession(try TinyExperiment.spec(), runsFolder: "\(folder.path)/a")
        undisturbed.session.waitUntilIdle()
        undisturbed.send(.stop)
        var checkpoint: String?
        var pieces = 0
        while pieces < 200 {
            let piece = TinySession(
                try TinyExperiment.spec(), runsFolder: "\(folder.path)/b", checkpoint: checkpoint)
            usleep(UInt32(500 + pieces * 37 % 3000))
            let end = piece.send(.save(nil), .stop)
            pieces += 1
            checkpoint = RunDirectory(path: try #require(end.runDirectory)).newestCheckpoint()
            if end.epoch == 4 { break }
        }
        let digest = { (session: TinySession) in
            session.records.compactMap { if case .end(let end) = $0 { end.digest } else { nil } }.last
        }
        let last = TinySession(try TinyExperiment.spec(), checkpoint: checkpoint)
        last.session.waitUntilIdle()
        last.send(.stop)
        #expect(digest(last) == digest(undisturbed))
    }
}
