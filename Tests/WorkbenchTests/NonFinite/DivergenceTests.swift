import BinaryBrain
import Foundation
import Testing

@testable import Workbench

/// A training whose numbers are no longer finite pauses within the step, says where, and saves no such state by itself.
@Suite("Training that diverges")
struct DivergenceTests {
    /// A net that diverges after a few steps.
    private func spec(_ overrides: String...) throws -> ExperimentSpec {
        let base = [
            "net=[DenseAffine: { output_shape: [48] }, ReLU, DenseAffine: { output_shape: [4] }]",
            "modulation={ train: 1 }", "loss=MeanSquaredError", "metrics=MeanSquaredError",
        ]
        return try ExperimentSpec(
            yaml: TinyExperiment.yaml, source: "tiny.yaml",
            overrides: (base + overrides).map { try SpecificationOverride(parsing: $0) })
    }

    private func checkpoints(in folder: TemporaryFolder) throws -> [String] {
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return files.filter { $0.hasSuffix(".bbwb") }.map { "\(folder.path)/\($0)" }
    }

    @Test("it pauses, names the layer, and saves nothing") func pauses() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(
            try spec("optimizer={SGD: {learning_rate: 1000}}"), runsFolder: folder.path, first: .binary(false, .all))
        let end = tiny.session.waitUntilIdle()
        guard case .failed(let reason) = end.state else {
            Issue.record("the state is \(end.state)")
            return
        }
        #expect(reason.contains("training paused after step"))
        #expect(reason.contains("layer"))
        #expect(reason.contains("not finite"))
        #expect(reason.contains("restart"), "nothing has been saved: \(reason)")
        #expect(end.step < 20)
        #expect(try checkpoints(in: folder) == [])
        // It stays so until somebody asks for something else.
        tiny.send(.stepEpoch)
        #expect(try checkpoints(in: folder) == [])
        // A person who wants the state gets it, and is told.
        let path = "\(folder.path)/wanted.bbwb"
        tiny.send(.save(path))
        #expect(try checkpoints(in: folder) == [path])
        #expect(tiny.lastEvent(.warning)?.contains("holds an unusable net") == true)
        // Without a name, from a program that nobody looks at, it is not what a person asked for.
        tiny.send(.save(nil))
        #expect(try checkpoints(in: folder) == [path])
        #expect(tiny.send(.restart).step == 0)
    }

    @Test("a request to stop saves no such state either, whoever looks on", arguments: [true, false])
    func stopping(isWatched: Bool) throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(
            try spec("optimizer={SGD: {learning_rate: 1000}}"), runsFolder: folder.path, isWatched: isWatched,
            first: .binary(false, .all))
        tiny.session.waitUntilIdle()
        tiny.session.end(saving: true)
        #expect(tiny.session.waitUntilIdle().state == .stopped)
        #expect(try checkpoints(in: folder) == [])
        #expect(tiny.records.contains { if case .end(let end) = $0 { end.reason == .failed } else { false } })
    }

    @Test("it offers the last good checkpoint, and goes on from it") func offersTheLastGoodState() throws {
        let folder = try TemporaryFolder()
        let tiny = TinySession(
            try spec("optimizer={SGD: {learning_rate: 0.01}}"), runsFolder: folder.path, first: .binary(false, .all),
            .stepEpoch)
        let saved = tiny.session.waitUntilIdle()
        #expect(saved.epoch == 1)
        let before = try checkpoints(in: folder)
        #expect(before.count == 1)
        let end = tiny.send(.learningRate(1000), .resume)
        guard case .failed(let reason) = end.state else {
            Issue.record("the state is \(end.state)")
            return
        }
        let present = try checkpoints(in: folder)
        #expect(present.contains { reason.contains("load \($0)") }, "\(reason)")
        #expect(present.contains(before[0]), "the best epoch stays")
        for path in present {
            let checkpoint = try Checkpoint(decoding: AtomicFile.read(path), path: path)
            #expect(try NumericDefect(in: checkpoint.makeNet(seed: 1, path: path)) == nil)
        }
        let loaded = tiny.send(.pause, .load(before[0]))
        #expect(loaded.state == .paused)
        #expect(loaded.step == saved.step)
        #expect(tiny.send(.learningRate(0.01), .resume).state == .finished)
    }

    @Test("a checkpoint of such a state is loaded with a warning") func loadingSuchAState() throws {
        let folder = try TemporaryFolder()
        let spec = try spec("optimizer={SGD: {learning_rate: 1000}}")
        let path = "\(folder.path)/bad.bbwb"
        let tiny = TinySession(spec, first: .binary(false, .all))
        tiny.session.waitUntilIdle()
        // The loss is seen before the parameters change: train on until these are not finite either.
        let experiment = try Experiment(
            spec: spec, data: ExperimentData(dataset: try TinyExperiment.dataset(), target: .labels))
        try #require(experiment.net.leaves.compactMap { $0 as? DenseAffine }.first?.weights).fill(.nan)
        try AtomicFile.write(experiment.checkpoint().encode(), to: path)
        let again = TinySession(spec, checkpoint: path, first: .pause)
        again.session.waitUntilIdle()
        #expect(again.lastEvent(.warning)?.contains("a parameter of layer 0 DenseAffine is not finite") == true)
    }
}
