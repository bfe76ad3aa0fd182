import BinaryBrain
import Datasets
import Foundation
import Testing

@testable import Workbench

/// What happens where a net's answer has not the shape of its targets: no experiment begins, and nothing is measured.
@Suite struct AnswerShapeTests {
    private static func yaml(_ layer: String, loss: String, metrics: String, target: String = "labels") -> String {
        """
        name: shapes
        data: made
        target: \(target)
        net:
          - \(layer)
        loss: \(loss)
        metrics: \(metrics)
        optimizer: { SGD: { learning_rate: 0.01 } }
        batch_size: 4
        epochs: 1
        """
    }

    private static func data(_ shape: Shape, _ targets: (Int) -> SampleSet.Targets, classes: Int = 0) throws -> Dataset
    {
        func set(_ count: Int) throws -> SampleSet {
            try SampleSet(
                shape: shape, values: .floats((0..<count * shape.count).map { Float($0 % 7) / 7 }),
                targets: targets(count), name: "made")
        }
        return try Dataset(name: "made", train: set(8), test: set(4), classNames: (0..<classes).map(String.init))
    }

    private static func labels(_ classes: Int) throws -> Dataset {
        try data(
            [1, 4, 4], { .labels((0..<Int32($0)).map { $0 % Int32(classes) }, classCount: classes) }, classes: classes)
    }

    private static func numbers(_ shape: Shape) throws -> Dataset {
        try data([1, 4, 4]) { count in
            .values(
                (0..<count * shape.count).map { $0 / (shape.count / shape[0]) % shape[0] == 0 ? 1 : 0 }, shape: shape)
        }
    }

    /// Begins the experiment on the data and trains a mini-batch; the error, if it is refused.
    private static func error(_ yaml: String, _ dataset: Dataset) throws -> SpecificationError? {
        do {
            let spec = try ExperimentSpec(yaml: yaml, source: "shapes.yaml")
            let data = ExperimentData(dataset: dataset, target: spec.target)
            try Experiment(spec: spec, data: data).trainMiniBatch()
            return nil
        } catch let error as SpecificationError {
            return error
        }
    }

    private static let losses = ["SoftmaxCrossEntropy", "MeanSquaredError"]
    private static let metrics = ["CategoricalAccuracy", "MeanSquaredError"]
    private static let objectives = losses.flatMap { loss in metrics.map { (loss, $0) } }

    /// Answers of six classes, and whether they are compared by classes and by nodes.
    @Test(
        arguments: [
            ("[6]", true, true), ("[1, 6]", false, true), ("[2, 3]", false, false), ("[6, 1, 1]", true, true),
            ("[1]", false, false), ("[7]", false, false),
        ], objectives)
    func classes(_ answer: (shape: String, byClasses: Bool, byNodes: Bool), _ objective: (String, String)) throws {
        let yaml = Self.yaml(
            "DenseAffine: { output_shape: \(answer.shape) }", loss: objective.0, metrics: objective.1)
        let error = try Self.error(yaml, Self.labels(6))
        let needsClasses = objective.0 == "SoftmaxCrossEntropy" || objective.1 == "CategoricalAccuracy"
        guard !(needsClasses ? answer.byClasses : answer.byNodes) else {
            #expect(error == nil)
            return
        }
        #expect(error?.line == 5 && error?.field == "net.0.DenseAffine", "\(String(describing: error))")
        #expect(error?.why.contains("the target is 6") == true && error?.remedy.contains("output_shape: [6]") == true)
    }

    @Test func oneClassIsAlwaysRightAndRefused() throws {
        let one = try Self.labels(1)
        for (loss, metric) in zip(Self.losses, Self.metrics.reversed()) {
            let error = try Self.error(
                Self.yaml("DenseAffine: { output_shape: [1] }", loss: loss, metrics: metric), one)
            #expect(error?.remedy.contains("at least two classes") == true, "\(loss) \(metric)")
        }
        let numbers = Self.yaml(
            "DenseAffine: { output_shape: [1] }", loss: "MeanSquaredError", metrics: "MeanSquaredError")
        #expect(try Self.error(numbers, one) == nil)
        #expect(try Self.error(numbers, Self.numbers([1])) == nil)
    }

    @Test func aClassForEachPlace() throws {
        func error(_ layer: String) throws -> SpecificationError? {
            try Self.error(
                Self.yaml(layer, loss: "SoftmaxCrossEntropy", metrics: "CategoricalAccuracy"), Self.numbers([3, 4, 4]))
        }
        #expect(try error("DenseAffine: { output_shape: [3, 4, 4] }") == nil)
        #expect(
            try error("Convolution2d: { sub_layer: { DenseAffine: { output_shape: [3, 1, 1] } } }") == nil)
        for shape in ["[48]", "[4, 4, 3]", "[3, 16]", "[3]"] {
            #expect(try error("DenseAffine: { output_shape: \(shape) }")?.why.contains("3×4×4") == true, "\(shape)")
        }
    }

    @Test func autoencoders() throws {
        func error(_ shape: String) throws -> SpecificationError? {
            try Self.error(
                Self.yaml(
                    "DenseAffine: { output_shape: \(shape) }", loss: "MeanSquaredError", metrics: "MeanSquaredError",
                    target: "input"), Self.labels(2))
        }
        #expect(try error("[16]") == nil)
        #expect(try error("[1, 4, 4]") == nil)
        #expect(try error("[2, 8]")?.remedy.contains("output_shape: [1, 4, 4]") == true)
    }

    /// Numbers that a net is to answer are no classes: what is shown of a sample is what was wanted and what came.
    @Test func samplesOfARegressionShowNumbers() throws {
        let spec = try ExperimentSpec(
            yaml: Self.yaml(
                "DenseAffine: { output_shape: [2] }", loss: "MeanSquaredError", metrics: "MeanSquaredError"),
            source: "shapes.yaml")
        let experiment = try Experiment(
            spec: spec, data: ExperimentData(dataset: Self.numbers([2]), target: spec.target))
        var table = LayerTable(of: experiment.body)
        let probe = try Probe(experiment, table: &table)
        guard case .values(_, let target) = probe.samples[0].output else {
            Issue.record("a regression has no classes")
            return
        }
        #expect(target == [1, 0])
    }

    @Test(arguments: [("[10]", nil), ("[1, 10]", "output_shape: [10]"), ("[2, 5]", "output_shape: [10]")])
    func filesAreMeasuredOnWhatTheyAnswer(_ shape: String, _ remedy: String?) throws {
        let folder = try TemporaryFolder()
        let net = Sequential([
            try DenseAffine(outputShape: Shape(shape.matches(of: /\d+/).map { Int($0.0) ?? 0 }))
        ])
        try net.setInputShape([1, 28, 28])
        try AtomicFile.write(Array(ModelFile.encode(net)), to: "\(folder.path)/net.bb_net")
        let saved = try SavedModel(contentsOf: "\(folder.path)/net.bb_net")
        let digits = try DatasetCatalog.load("mnist-5k")
        guard let remedy else {
            #expect(try saved.target(in: digits) == .labels)
            return
        }
        let error = #expect(throws: BrainError.self) { try saved.compareForms(on: digits) }
        #expect(error?.remedy.contains(remedy) == true, "\(String(describing: error))")
    }
}
