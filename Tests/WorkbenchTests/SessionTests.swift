import BinaryBrain
import Foundation
import Testing

@testable import Workbench

@Suite struct SessionTests {
    /// Steps of an epoch.
    let epoch = TinyExperiment.stepsPerEpoch

    @Test func trainsToTheEnd() throws {
        let tiny = TinySession(try TinyExperiment.spec())
        let end = tiny.session.waitUntilIdle()
        #expect(end.state == .finished)
        #expect(end.step == 4 * epoch)
        #expect(end.epoch == 4)
        #expect(end.trainLoss.count == 4 * epoch)
        #expect(end.testMetric.points.map(\.step) == [1, 2, 3, 4].map { $0 * epoch })
        let accuracies = end.testMetric.points.map(\.value)
        #expect(accuracies.last! > 0.5, "four classes, so chance is 0.25: \(accuracies)")
    }

    @Test func pausesStepsAndGoesOn() throws {
        let tiny = TinySession(try TinyExperiment.spec(), first: .pause)
        var snapshot = tiny.session.waitUntilIdle()
        #expect(snapshot.state == .paused)
        #expect(snapshot.step == 0)
        snapshot = tiny.send(.stepMiniBatch)
        #expect(snapshot.state == .paused)
        #expect(snapshot.step == 1)
        #expect(snapshot.stepInEpoch == 1)
        #expect(snapshot.stepsPerEpoch == epoch)
        snapshot = tiny.send(.stepEpoch)
        #expect(snapshot.state == .paused)
        #expect(snapshot.step == epoch)
        #expect(snapshot.epoch == 1)
        #expect(snapshot.testLoss.count == 1)
        snapshot = tiny.send(.resume)
        #expect(snapshot.state == .finished)
        #expect(snapshot.step == 4 * epoch)
    }

    @Test func everyCommandThatSteersLeavesAnEventAtItsStep() throws {
        let tiny = TinySession(try TinyExperiment.spec(), first: .pause)
        tiny.send(.stepMiniBatch)
        let snapshot = tiny.send(
            .binary(false, .layer(1)), .hostOnly(true, .layer(0)), .modulation(train: 7, test: nil),
            .modulation(train: nil, test: 15), .modulationMethod(.uniform), .learningRate(0.5), .batchSize(8),
            .send(ModelCommand("momentum", "0.5"), .named("middle")))
        #expect(snapshot.steering.count == 8)
        #expect(snapshot.steering.allSatisfy { $0.step == 1 && $0.level == .steering })
        #expect(snapshot.layers.map(\.isBinary) == [true, false, true])
        #expect(snapshot.layers.map(\.isHostOnly) == [true, false, false])
        #expect(snapshot.modulation == ModulationSnapshot(train: 7, test: 15, method: .uniform))
        #expect(snapshot.learningRate == 0.5)
        #expect(snapshot.batchSize == 8)
        #expect(snapshot.stepsPerEpoch == 1 + (TinyExperiment.trainCount - 16) / 8)
        let end = tiny.send(.resume)
        #expect(end.state == .finished, "training goes on with all of them")
    }

    @Test func undoingRestoresEveryValue() throws {
        let tiny = TinySession(try TinyExperiment.spec(), first: .pause)
        let before = tiny.session.waitUntilIdle()
        let after = tiny.send(
            .binary(false, .all), .binary(true, .all), .modulation(train: 1, test: 31), .modulation(train: 3, test: 3),
            .learningRate(1), .learningRate(before.learningRate), .batchSize(7), .batchSize(before.batchSize))
        #expect(after.layers.map(\.isBinary) == before.layers.map(\.isBinary))
        #expect(after.modulation == before.modulation)
        #expect(after.learningRate == before.learningRate)
        #expect(after.batchSize == before.batchSize)
        #expect(after.stepsPerEpoch == before.stepsPerEpoch)
    }

    @Test(arguments: [
        (Command.binary(true, .layer(9)), "there are 3 layers"),
        (.binary(true, .named("nobody")), "no layer there understands it"),
        (.send(ModelCommand("gargle", true), .all), "no layer there understands it"),
        (.send(ModelCommand("momentum", "often"), .all), "'often' is not a number"),
        (.modulation(train: 3, test: 0), "0 is not an oversampling"),
        (.learningRate(.nan), "not a usable learning rate"),
        (.batchSize(101), "101 images cannot be taken from 100"),
        (.save(nil), "this run keeps no files"),
        (.save("/nonexistent/x.bbwb"), "No such file"),
        (.load("/nonexistent/x.bbwb"), "No such file"),
        (.load("/proc/self/cmdline"), "does not begin like a checkpoint"),
    ])
    func refusesWithAReasonAndGoesOn(_ command: Command, reason: String) throws {
        let tiny = TinySession(try TinyExperiment.spec(), first: .pause)
        let before = tiny.session.waitUntilIdle()
        let after = tiny.send(command)
        #expect(tiny.lastEvent(.error)?.contains(reason) == true, "\(tiny.lastEvent(.error) ?? "no error")")
        #expect(after.state == .paused)
        #expect(after.modulation == before.modulation)
        #expect(after.steering.isEmpty)
        #expect(!tiny.reproducibleLines.contains { $0.contains(command.description) }, "a refused command is not run")
        #expect(tiny.send(.resume).state == .finished)
    }

    @Test func layersWithoutASwitchSaySo() throws {
        let spec = try TinyExperiment.spec("net.1={DifferentiableLut: {output_shape: [24], bin_dtype: bit}}")
        let tiny = TinySession(spec, first: .pause, .binary(false, .layer(1)))
        tiny.session.waitUntilIdle()
        #expect(tiny.lastEvent(.warning)?.contains("stays binary true") == true)
    }

    @Test func modulationNeedsAModulatedNet() throws {
        let yaml = TinyExperiment.yaml.split(separator: "\n").filter { !$0.hasPrefix("modulation") }
            .joined(separator: "\n")
        let spec = try ExperimentSpec(yaml: yaml, source: "x")
        let tiny = TinySession(spec, first: .pause, .modulation(train: 7, test: 7))
        let snapshot = tiny.session.waitUntilIdle()
        #expect(snapshot.modulation == nil)
        #expect(tiny.lastEvent(.error)?.contains("no binary modulation") == true)
        #expect(tiny.send(.resume).state == .finished)
    }

    @Test func restartIsTheSameTrainingAgain() throws {
        let tiny = TinySession(try TinyExperiment.spec())
        let first = tiny.session.waitUntilIdle()
        let second = tiny.send(.restart)
        #expect(second.state == .finished)
        #expect(second.trainLoss.points == first.trainLoss.points)
        #expect(second.testMetric.points == first.testMetric.points)
    }

    @Test func watchingLeavesNoTrace() throws {
        let random = try TinyExperiment.spec("modulation.method=normal", "epochs=8")
        let alone = TinySession(random)
        let watched = TinySession(random, isWatched: true)
        let first = alone.session.waitUntilIdle()
        let second = watched.session.waitUntilIdle()
        #expect(first.trainLoss.points == second.trainLoss.points)
        #expect(alone.reproducibleLines == watched.reproducibleLines)
    }

    @Test func watchingShowsSamplesAndActivations() throws {
        let tiny = TinySession(try TinyExperiment.spec(), isWatched: true, first: .pause)
        var snapshot = tiny.send(.stepMiniBatch)
        #expect(snapshot.samples.count == Probe.sampleCount)
        #expect(snapshot.samples.first?.input?.height == 6)
        for sample in snapshot.samples {
            guard case .classification(let scores, let label) = sample.output else {
                Issue.record("expected a classification")
                continue
            }
            #expect(scores.count == 4 && (0..<4).contains(label))
        }
        for layer in snapshot.layers {
            let rate = try #require(layer.activationRate)
            #expect(rate >= 0 && rate <= 1)
        }
        let count = snapshot.probeMetric.count
        snapshot = tiny.send(.binary(false, .all))
        #expect(snapshot.testMetric.isEmpty && snapshot.testSize == 40 && snapshot.probeSize == 40)
        #expect(snapshot.probeMetric.count == count + 1, "a change of a resting net is measured at once")
        #expect(snapshot.state == .paused)
    }

    @Test func autoencodersReconstruct() throws {
        let spec = try TinyExperiment.spec(
            "target=input", "loss=MeanSquaredError", "metrics=MeanSquaredError",
            "net.2.DifferentiableLut.output_shape=[1, 6, 6]")
        let tiny = TinySession(spec, isWatched: true)
        let end = tiny.session.waitUntilIdle()
        #expect(end.state == .finished)
        #expect(end.metricKind == .mse)
        #expect(end.classNames.isEmpty)
        guard case .reconstruction(let image) = end.samples.first?.output else {
            Issue.record("expected a reconstruction")
            return
        }
        #expect(image.width == 6)
    }

    @Test func theTrainingSetIsMeasuredOnRequest() throws {
        let tiny = TinySession(try TinyExperiment.spec("evaluate.train_set=true", "epochs=1"))
        let end = tiny.session.waitUntilIdle()
        #expect(end.epoch == 1)
        let epochs = tiny.records.compactMap { record -> JournalRecord.Epoch? in
            if case .epoch(let epoch) = record { return epoch }
            return nil
        }
        let plain = TinySession(try TinyExperiment.spec("epochs=1"))
        plain.session.waitUntilIdle()
        #expect(epochs.count == 1)
        #expect(!plain.reproducibleLines.isEmpty)
        #expect(tiny.reproducibleLines != plain.reproducibleLines)
    }

    @Test func aNetThatDoesNotFitTheDataFails() throws {
        let tiny = TinySession(try TinyExperiment.spec("net.2.DifferentiableLut.output_shape=[5]"))
        guard case .failed(let text) = tiny.session.waitUntilIdle().state else {
            Issue.record("expected a failure")
            return
        }
        #expect(text.contains("the answer is 5, and the target is 4"))
        #expect(tiny.send(.resume).events.last?.level == .error)
        #expect(tiny.send(.stop).state == .stopped)
    }

    @Test func stopsAtOnceAndForGood() throws {
        let tiny = TinySession(try TinyExperiment.spec("epochs=100000"))
        tiny.session.send(.stop)
        let end = tiny.session.waitUntilIdle()
        #expect(end.state == .stopped)
        #expect(tiny.send(.resume).step == end.step)
    }

    @Test func theDescriptorTellsOfNewSnapshots() throws {
        let tiny = TinySession(try TinyExperiment.spec(), first: .pause)
        tiny.session.waitUntilIdle()
        var events = pollfd(fd: tiny.session.changeDescriptor, events: Int16(POLLIN), revents: 0)
        #expect(poll(&events, 1, 0) == 1)
        var count: UInt64 = 0
        #expect(read(tiny.session.changeDescriptor, &count, 8) == 8)
        #expect(poll(&events, 1, 0) == 0)
        tiny.send(.learningRate(0.1))
        #expect(poll(&events, 1, 0) == 1)
    }
}
