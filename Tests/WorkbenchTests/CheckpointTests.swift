import BinaryBrain
import Foundation
import Testing

@testable import Workbench

@Suite struct CheckpointTests {
    /// Trains `steps` mini-batches and saves.
    private func save(_ spec: ExperimentSpec, after steps: Int, to path: String) -> TinySession {
        let tiny = TinySession(spec, first: .pause)
        for _ in 0..<steps { tiny.send(.stepMiniBatch) }
        tiny.send(.save(path))
        return tiny
    }

    /// The net and optimizer at the end of a session, as bytes.
    private func state(_ tiny: TinySession, in folder: TemporaryFolder) throws -> (
        net: [UInt8], optimizer: OptimizerState
    ) {
        let path = "\(folder.path)/\(UUID().uuidString).bbwb"
        tiny.send(.save(path))
        let checkpoint = try Checkpoint(decoding: AtomicFile.read(path), path: path)
        return (checkpoint.net, checkpoint.optimizer)
    }

    @Test(arguments: [
        ["modulation.method=pwm"], ["modulation.method=uniform"], ["modulation.method=normal"],
        ["optimizer={SGD: {learning_rate: 0.1}}"], ["optimizer=AdaGrad"],
        ["net.0={StochasticLut: {output_shape: [48]}}"],
        ["batch_size=7"], ["optimizer={Adam: {learning_rate: 0.02}, schedule: {cosine: {warmup: 1}}}"],
        ["net.0={DifferentiableLut: {output_shape: [48], connection: {learnable: {candidates: 6, regrow: 2}}}}"],
        ["net.2={GroupSum: {output_shape: [4], tau: 1.5}}"],
        ["net.0={DifferentiableLut: {output_shape: [48], table: direct, connection: {learnable: {regrow: 3}}}}"],
        ["augment={shift: 1, mirror: true}"],
    ])
    func resumedTrainingIsBitIdentical(_ overrides: [String]) throws {
        let folder = try TemporaryFolder()
        let spec = try ExperimentSpec(
            yaml: TinyExperiment.yaml, source: "tiny",
            overrides: overrides.map { try SpecificationOverride(parsing: $0) })
        let straight = TinySession(spec, first: .learningRate(0.02))
        straight.session.waitUntilIdle()
        // In the middle of an epoch, at its last mini-batch, and after its measurement.
        let perEpoch = TinyExperiment.trainCount / spec.batchSize
        for steps in [3, perEpoch, perEpoch + 1] {
            let path = "\(folder.path)/\(steps).bbwb"
            let first = TinySession(spec, first: .learningRate(0.02), .pause)
            for _ in 0..<steps { first.send(.stepMiniBatch) }
            first.send(.save(path))
            let second = TinySession(spec, checkpoint: path)
            let end = second.session.waitUntilIdle()
            let whole = straight.session.snapshot
            #expect(end.trainLoss.points == whole.trainLoss.points)
            #expect(end.testMetric.points == whole.testMetric.points)
            #expect(end.steering.map(\.text) == whole.steering.map(\.text))
            let (expected, found) = (try state(straight, in: folder), try state(second, in: folder))
            #expect(expected.net == found.net)
            #expect(expected.optimizer == found.optimizer)
            let lines =
                first.reproducibleLines.filter { $0.contains("\"epoch\"") && $0.contains("\"train\"") }
                + second.reproducibleLines.filter { $0.contains("\"train\"") }
            #expect(lines == straight.reproducibleLines.filter { $0.contains("\"train\"") })
        }
    }

    @Test func steeringSurvives() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/x.bbwb"
        let spec = try TinyExperiment.spec()
        let first = TinySession(spec, first: .pause)
        first.send(
            .stepMiniBatch, .binary(false, .layer(1)), .hostOnly(true, .layer(2)), .modulation(train: 5, test: 9),
            .modulationMethod(.uniform), .learningRate(0.125), .batchSize(8), .save(path))
        let second = TinySession(spec, first: .pause)
        let loaded = second.send(.load(path))
        let saved = first.session.snapshot
        #expect(loaded.step == 1)
        #expect(loaded.layers == saved.layers)
        #expect(loaded.modulation == saved.modulation)
        #expect(loaded.learningRate == 0.125)
        #expect(loaded.batchSize == 8)
        #expect(loaded.state == .paused)
    }

    @Test func everyFlippedByteIsNoticed() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/x.bbwb"
        _ = save(try TinyExperiment.spec("net=[DifferentiableLut: {output_shape: [4], N: 2}]"), after: 1, to: path)
        let intact = try AtomicFile.read(path)
        _ = try Checkpoint(decoding: intact, path: path)
        for index in intact.indices {
            var damaged = intact
            damaged[index] ^= 0x41
            #expect(throws: BrainError.self, "byte \(index)") { try Checkpoint(decoding: damaged, path: path) }
        }
    }

    @Test func everyTruncationIsNoticed() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/x.bbwb"
        _ = save(try TinyExperiment.spec("net=[DifferentiableLut: {output_shape: [4], N: 2}]"), after: 1, to: path)
        let intact = try AtomicFile.read(path)
        for length in intact.indices {
            #expect(throws: BrainError.self, "\(length) bytes") {
                try Checkpoint(decoding: Array(intact[..<length]), path: path)
            }
        }
        #expect(throws: BrainError.self) { try Checkpoint(decoding: intact + [0], path: path) }
    }

    /// With a right checksum, wrong contents must still end in an error.
    @Test func wrongSectionsAreNoticed() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/x.bbwb"
        let spec = try TinyExperiment.spec("net=[DifferentiableLut: {output_shape: [4], N: 2}]")
        _ = save(spec, after: 1, to: path)
        let sections = try CheckpointContainer.decode(AtomicFile.read(path), path: path)
        let names = ["spec", "progress", "net", "models", "optimize", "order", "history"]
        // What is said of the samples may be missing, as in files of before.
        #expect(Set(sections.keys) == Set(names + ["samples"]))
        let data = ExperimentData(dataset: try TinyExperiment.dataset(), target: .labels)
        for name in names {
            let section = try #require(sections[name])
            for length in 0..<min(section.count, 400) {
                let forged = CheckpointContainer.encode(
                    names.map { ($0, Array($0 == name ? sections[$0]!.prefix(length) : sections[$0]!)) })
                #expect(throws: (any Error).self, "\(name) cut to \(length)") {
                    let checkpoint = try Checkpoint(decoding: forged, path: path)
                    _ = try ExperimentSpec(yaml: checkpoint.specification, source: path)
                    _ = try Experiment(checkpoint, spec: spec, data: data, path: path)
                }
            }
            let missing = CheckpointContainer.encode(names.filter { $0 != name }.map { ($0, Array(sections[$0]!)) })
            #expect(throws: BrainError.self, "without \(name)") { try Checkpoint(decoding: missing, path: path) }
        }
    }

    @Test func aWrongCheckpointLeavesTheSessionAsItWas() throws {
        let folder = try TemporaryFolder()
        let other = "\(folder.path)/other.bbwb"
        _ = save(try TinyExperiment.spec("net.1.DifferentiableLut.output_shape=[30]"), after: 2, to: other)
        let sgd = "\(folder.path)/sgd.bbwb"
        _ = save(try TinyExperiment.spec("optimizer=SGD"), after: 2, to: sgd)
        let broken = "\(folder.path)/broken.bbwb"
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: broken))
        let straight = TinySession(try TinyExperiment.spec())
        straight.session.waitUntilIdle()
        let tiny = TinySession(try TinyExperiment.spec(), first: .pause, .stepMiniBatch)
        for (path, reason) in [
            (other, "not the one of its experiment"), (sgd, "optimizer Adam"), (broken, "checkpoint"),
        ] {
            let snapshot = tiny.send(.load(path))
            #expect(snapshot.step == 1)
            #expect(snapshot.state == .paused)
            #expect(tiny.lastEvent(.error)?.contains(reason) == true, "\(tiny.lastEvent(.error) ?? "no error")")
        }
        let end = tiny.send(.resume)
        #expect(end.trainLoss.points == straight.session.snapshot.trainLoss.points)
    }

    @Test func savingLeavesNothingButTheFile() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/x.bbwb"
        let tiny = save(try TinyExperiment.spec(), after: 1, to: path)
        tiny.send(.stepMiniBatch, .save(path))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["x.bbwb"])
        #expect(try Checkpoint(decoding: AtomicFile.read(path), path: path).progress.step == 2)
    }

    @Test func aFailedSaveKeepsTheOldFile() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/x.bbwb"
        _ = save(try TinyExperiment.spec(), after: 1, to: path)
        let before = try AtomicFile.read(path)
        // A folder in the way of the name makes the rename fail.
        let blocked = "\(folder.path)/blocked"
        try FileManager.default.createDirectory(atPath: "\(blocked)/in-the-way", withIntermediateDirectories: true)
        #expect(throws: BrainError.self) { try AtomicFile.write(before, to: blocked) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == ["blocked", "x.bbwb"])
        #expect(try AtomicFile.read(path) == before)
    }
}
