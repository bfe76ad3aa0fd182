import BinaryBrain
import Foundation
import Testing

@testable import BinaryBrain
@testable import Workbench

/// What is around the layers: losses, metrics, optimizers and modulation, each with all of its options.
@Suite("Resuming with each loss, metric, optimizer and modulation")
struct TrainingResumeTests {
    private func experiment(_ overrides: [String]) throws -> Experiment {
        let spec = try ExperimentSpec(
            yaml: TinyExperiment.yaml, source: "tiny",
            overrides: overrides.map { try SpecificationOverride(parsing: $0) })
        return try Experiment(spec: spec, data: ExperimentData(dataset: TinyExperiment.dataset(), target: .labels))
    }

    @Test(
        "Losses and metrics",
        arguments: TrainingRegistry.losses.cards.map(\.name), TrainingRegistry.metrics.cards.map(\.name))
    func objectives(loss: String, metrics: String) throws {
        // These two take probabilities, and have no answer at 0 and 1.
        let last = ["CrossEntropy": "Softmax", "BinaryCrossEntropy": "Sigmoid"][loss]
        let net = last.map { ["net=[DenseAffine: { output_shape: [4] }, \($0)]"] } ?? []
        let overrides = net + ["loss=\(loss)", "metrics=\(metrics)"]
        try ResumeComparison.expectSame("\(overrides)") { try experiment(overrides) }
    }

    @Test(
        "Optimizers, with each option alone and all together",
        arguments: TrainingRegistry.optimizers.cards.map(\.name))
    func optimizers(name: String) throws {
        let fields = try #require(TrainingRegistry.optimizers.card(named: name)).fields.map(\.name)
        let values = fields.map { "\($0): \($0 == "learning_rate" ? 0.0625 : 0.75)" }
        let standard = try experiment(["optimizer=\(name)"]).trainer.optimizer.state
        for options in [[]] + values.map({ [$0] }) + [values] {
            let override =
                options.isEmpty ? "optimizer=\(name)" : "optimizer={\(name): {\(options.joined(separator: ", "))}}"
            if !options.isEmpty {
                #expect(try experiment([override]).trainer.optimizer.state != standard, "\(override)")
            }
            try ResumeComparison.expectSame(override) { try experiment([override]) }
        }
    }

    @Test("Modulations", arguments: ModulationMethod.allCases, [(1, 1), (3, 3), (2, 5), (5, 1)])
    func modulations(method: ModulationMethod, sizes: (Int, Int)) throws {
        let override = "modulation={ train: \(sizes.0), test: \(sizes.1), method: \(method.rawValue) }"
        try ResumeComparison.expectSame(override) { try experiment([override]) }
    }

    /// Locking, unlocking and switching change what the optimizer is bound to: saving just then, or not, is the same training.
    @Test("Saving leaves no trace", arguments: ["parameter_lock true", "binary false", "switch_model second"])
    func savingLeavesNoTrace(command: String) throws {
        let net = """
            net=[DifferentiableLut: { output_shape: [24] }, Switcher: { model_dict: { \
            first: [DenseAffine: { output_shape: [8] }], second: [DenseAffine: { output_shape: [8] }, Dropout] } }, \
            DenseAffine: { output_shape: [4] }]
            """
        var results: [[UInt8]] = []
        for saves in [false, true] {
            let subject = try experiment([net])
            for step in 0..<6 {
                if step == 2 { _ = try subject.net.sendCommand(ModelCommand(command)) }
                if saves { _ = try subject.checkpoint() }
                if step == 4 { _ = try subject.net.sendCommand(ModelCommand(command.replacing("true", with: "false"))) }
                try subject.trainMiniBatch()
            }
            results.append(try subject.checkpoint().encode())
        }
        #expect(results[0] == results[1])
    }

    @Test("Every class of the file format is in a sweep") func registryIsCovered() throws {
        func plain(_ name: String) -> String { String(name.prefix { $0 != "_" && !$0.isNumber }) }
        var covered: Set<String> = []
        let nets = try LayerRegistry.named.map { try #require($0.simplest()?.experiment()).net } + [experiment([]).net]
        for model in nets.flatMap(\.withDescendants) { covered.insert(plain(model.objectName)) }
        #expect(Set(LayerRegistry.classNames.map(plain)).subtracting(covered) == [])
    }

    /// No experiment file makes one that a program hands several signals.
    @Test("Concatenate without branches") func concatenate() throws {
        let layer = Concatenate(name: "both")
        try layer.setInputShapes([[2, 3], [4, 3]])
        try layer.sendCommand("host_only true")
        let image = NetImage(
            net: Array(try ModelFile.encode(layer)), modelStates: try ModelStates.of(layer), progress: Progress())
        let restored = try image.makeNet(seed: 1, path: "image")
        #expect(StoredProperties(of: restored).differences(from: StoredProperties(of: layer)) == [])
    }
}
