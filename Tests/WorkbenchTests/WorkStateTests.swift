import Foundation
import TestSupport
import Testing

@testable import BinaryBrain
@testable import Workbench

/// What is said of the work is so, from the moment that a command is accepted.
@Suite struct WorkStateTests {
    @Test func statesFromTheMomentOfAcceptance() {
        #expect(RunState.training.afterAccepting(.pause) == .pausing)
        #expect(RunState.evaluating.afterAccepting(.pause) == .pausing)
        #expect(RunState.pausing.afterAccepting(.resume) == .training)
        for command in [Command.resume, .stepMiniBatch, .stepEpoch] {
            #expect(RunState.paused.afterAccepting(command) == .training)
            #expect(RunState.finished.afterAccepting(command) == .finished)
        }
        #expect(RunState.paused.afterAccepting(.save(nil)) == .paused)
    }

    /// A session whose mini-batches take a while: what it says while one is at work.
    @Test func aLongMiniBatchIsNeverCalledAPause() throws {
        let spec = try TinyExperiment.spec(
            "modulation.train=31", "net.0.DifferentiableLut.output_shape=[300]", "batch_size=100", "epochs=1000")
        let tiny = TinySession(spec, isWatched: true, first: .pause, .hostOnly(true, .all))
        tiny.session.waitUntilIdle()
        #expect(tiny.session.snapshot.state == .paused)
        tiny.session.send(.stepMiniBatch)
        #expect(tiny.session.snapshot.state == .training, "before the engine has taken it")
        var states: [RunState] = []
        var progress: [WorkProgress] = []
        while tiny.session.snapshot.step == 0 {
            let snapshot = tiny.session.snapshot
            if snapshot.step == 0 { states.append(snapshot.state) }
            if let work = snapshot.work, work.kind == .miniBatch { progress.append(work) }
            Patience.pause()
        }
        #expect(states.allSatisfy { $0 == .training }, "\(states)")
        // The next one, whose amount of work is known by now.
        tiny.session.waitUntilIdle()
        tiny.session.send(.stepMiniBatch)
        while tiny.session.snapshot.step == 1 {
            if let work = tiny.session.snapshot.work, work.kind == .miniBatch { progress.append(work) }
            Patience.pause()
        }
        #expect(progress.allSatisfy { $0.seconds >= 1 && ($0.fraction ?? 0) < 1 })
        tiny.session.send(.resume)
        tiny.session.send(.pause)
        #expect([.pausing, .paused].contains(tiny.session.snapshot.state))
        #expect(tiny.session.waitUntilIdle().state == .paused)
        #expect(tiny.session.snapshot.work == nil)
    }

    /// Seconds that pass when a test says so.
    private final class Seconds: Sendable {
        private let now = Locked(ContinuousClock.now)

        func pass(_ seconds: Double) { now.withLock { $0 += .seconds(seconds) } }
        var clock: WorkClock { WorkClock { self.now.withLock { $0 } } }
    }

    /// How far a mini-batch has come, from the work that the last one was.
    @Test func theClockKnowsHowFarAMiniBatchHasCome() throws {
        let seconds = Seconds()
        let clock = seconds.clock
        func work(_ units: Int) { clock.meter.within { Parallel.shared.forEachRow(units, length: 1) { _ in } } }
        clock.measure(images: 10, frames: 30) { work(3000) }
        #expect(clock.reading.miniBatch == nil)
        clock.measure(images: 10, frames: 60) {
            #expect(clock.reading.miniBatch == nil, "a moment is not worth a word")
            work(1500)
            seconds.pass(1.05)
            let reading = clock.reading
            #expect(reading.miniBatch?.fraction == 0.25)
            #expect(reading.imagesDone == 2.5)
            work(100_000)
            #expect(clock.reading.miniBatch?.fraction == 0.99)
        }
        #expect(clock.reading.miniBatch == nil)
    }

    /// The rate of an epoch is that of its mini-batches: saving and tests between them do not count.
    @Test func anEpochHasItsOwnRate() {
        let seconds = Seconds()
        let clock = seconds.clock
        for _ in 0..<2 {
            clock.measure(images: 10, frames: 30) { seconds.pass(0.02) }
            seconds.pass(0.15)
        }
        let rates = clock.takeEpoch()
        #expect(abs(rates.images - 20 / 0.04) < 1e-6 * rates.images)
        #expect(abs(rates.frames - 3 * rates.images) < 1e-6 * rates.frames)
        #expect(clock.takeEpoch() == Throughput.Rates(), "the next epoch begins with nothing")
    }

    @Test func referenceCodeIsMeasured() throws {
        let tiny = TinySession(try TinyExperiment.spec(), isWatched: true, first: .pause)
        #expect(tiny.session.waitUntilIdle().hostOnlyFactor == nil)
        tiny.send(.hostOnly(true, .layer(0)))
        Patience.wait { tiny.session.snapshot.hostOnlyFactor != nil }
        #expect(try #require(tiny.session.snapshot.hostOnlyFactor) > 0)
        let events = tiny.session.waitUntilIdle().events
        #expect(events.contains { $0.text.hasPrefix("host_only: the whole net") })
    }

    @Test(arguments: [
        (Float(0.001), "0.001"), (0.00125, "0.00125"), (1e-5, "1e-05"), (0.1, "0.1"), (3, "3"), (0.015625, "0.015625"),
    ])
    func figuresAsAPersonWritesThem(value: Float, text: String) {
        #expect(FigureText.shortest(value) == text)
        #expect(Float(value.shortestDouble) == value)
        #expect(Command.learningRate(Double(value)).description == "learning_rate \(text)")
    }

    /// No line that a run leaves shows single precision written out in double.
    @Test func nothingWritesOutSinglePrecision() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(try TinyExperiment.spec(), runsFolder: folder.path, first: .pause)
        tiny.send(.learningRate(Double(Float(0.00125))), .stepMiniBatch)
        let rate = tiny.session.snapshot.learningRate
        #expect(rate == 0.00125)
        let end = tiny.send(.stop)
        let run = RunDirectory(path: try #require(end.runDirectory))
        let lines = try String(contentsOfFile: run.journalPath, encoding: .utf8).split(separator: "\n")
        #expect(lines.contains { $0.contains("learning_rate 0.00125\"") }, "\(lines)")
        #expect(end.steering.map(\.text) == ["learning_rate 0.00125"])
    }
}
