import BinaryBrain
import Datasets

@testable import Workbench

/// An experiment file from anywhere: what is accepted can be built and trained, or says why not.
public enum UntrustedExperiment {
    static func use(_ bytes: [UInt8]) throws {
        guard let text = String(validating: bytes, as: UTF8.self) else { return }
        let spec = try ExperimentSpec(yaml: text, source: "untrusted")
        guard isSmall(spec) else { return }
        try step(Experiment(spec: spec, data: data(for: spec)))
    }

    /// Trains three mini-batches; an epoch that ends is closed.
    static func step(_ experiment: Experiment) throws {
        for _ in 0..<3 {
            if experiment.progress.awaitsEvaluation {
                experiment.finishEpoch(heldOut: JournalRecord.Measurement(loss: 1, metric: 0, kind: .accuracy))
            }
            guard experiment.order.remainingBatches(of: experiment.progress.batchSize) > 0 else { return }
            try experiment.trainMiniBatch()
        }
    }

    /// Made-up data: 100 images, 6×6 of four classes or 28×28 of ten, as the experiment asks for.
    static func data(for spec: ExperimentSpec) throws -> ExperimentData {
        let isDigits = spec.data.hasPrefix("mnist")
        let (shape, classes): (Shape, Int) = isDigits ? ([1, 28, 28], 10) : ([1, 6, 6], 4)
        func set(_ count: Int) throws -> SampleSet {
            try SampleSet(
                shape: shape, values: .floats((0..<count * shape.count).map { Float($0 * 37 % 101) / 100 }),
                targets: .labels((0..<Int32(count)).map { $0 % Int32(classes) }, classCount: classes), name: "made up")
        }
        return ExperimentData(
            dataset: try Dataset(
                name: "made up", train: set(100), test: set(40), classNames: (0..<classes).map(String.init)),
            target: spec.target)
    }

    /// Whether building and a step take little time and memory.
    static func isSmall(_ spec: ExperimentSpec) -> Bool {
        isSmall(spec.net) && spec.batchSize <= 100 && (spec.modulation.map { $0.train < 40 && $0.test < 40 } ?? true)
    }

    private static func isSmall(_ layers: [LayerSpecification]) -> Bool {
        layers.count < 12
            && layers.allSatisfy { layer in
                layer.values.values.allSatisfy { value in
                    switch value {
                    case .plain(.shape(let extents)): extents.reduce(1.0) { $0 * Double($1) } < 3000
                    case .plain(.integer(let number)): number <= 64
                    case .plain(.planeSize(let size)): size.count <= 100
                    case .layers(let inner): isSmall(inner)
                    case .models(let models): models.allSatisfy { isSmall($0.layers) }
                    case .branches(let branches): branches.count < 12 && branches.allSatisfy { isSmall($0) }
                    // It reads a file.
                    case .trained: false
                    case .plain(.connection(let wires)): wires.learnable.map { $0.candidates <= 64 } ?? true
                    case .plain: true
                    }
                }
            }
    }
}
