import BinaryBrain
import Foundation

@testable import Workbench

/// One layer as an experiment file may describe it: class, and field values as YAML.
struct LayerVariant: Sendable {
    let layerClass: LayerCard
    var values: [String: String]

    /// The layer as YAML.
    var yaml: String {
        let fields = values.keys.sorted().map { "\($0): \(values[$0]!)" }.joined(separator: ", ")
        return fields.isEmpty ? layerClass.name : "\(layerClass.name): { \(fields) }"
    }

    /// This layer with one field more, or another value of it.
    func with(_ field: LayerField, _ value: String) -> LayerVariant {
        var result = self
        result.values[field.name] = value
        return result
    }

    /// Where the layer stands in the net of `spec`.
    var index: Int {
        values["frame_integration_size"] == nil && layerClass.name != "ConvolutionCol2Im" ? 1 : 2
    }

    /// Height and width of a size as an experiment file writes it.
    private func plane(_ field: String, or standard: Int = 1) -> [Int] {
        let numbers = (values[field] ?? "\(standard)").split { "[], ".contains($0) }.compactMap { Int($0) }
        return numbers.count == 1 ? [numbers[0], numbers[0]] : numbers
    }

    /// The places of a filter of ConvolutionIm2Col on 4×4 pixels.
    private var places: [Int] {
        zip(plane("filter_size"), plane("stride")).map { filter, stride in
            values["padding"] == "same" ? (3 + stride) / stride : max(1, (4 - filter) / stride + 1)
        }
    }

    /// An experiment on the tiny data with this layer in the middle: what comes before and behind it learns too. A layer that makes
    /// several frames of one, or one of several, has another one that takes that back.
    func spec() throws -> ExperimentSpec {
        var layers = [
            "DenseAffine: { output_shape: [2, 4, 4], initialize_std: 0.5 }", yaml, "DenseAffine: { output_shape: [4] }",
        ]
        if let size = values["frame_integration_size"] {
            layers.insert("RealToBinary: { frame_modulation_size: \(size) }", at: 0)
        }
        if let size = values["frame_modulation_size"] {
            layers.append("BinaryToReal: { frame_integration_size: \(size) }")
        }
        switch layerClass.name {
        case "ConvolutionIm2Col": layers.insert("ConvolutionCol2Im: { output_size: \(places) }", at: 2)
        case "ConvolutionCol2Im":
            layers.insert("ConvolutionIm2Col: { filter_size: \(plane("output_size").map { 5 - $0 }) }", at: 1)
        default: break
        }
        return try TinyExperiment.spec("net=[\(layers.joined(separator: ", "))]", "batch_size=8")
    }

    /// The experiment, or nil if this layer cannot be made, connected and trained.
    func experiment() -> Experiment? {
        guard let trial = make(), (try? trial.trainMiniBatch()) != nil else { return nil }
        return make()
    }

    private static let dataset = try? TinyExperiment.dataset()

    /// A file with a trained layer that fits the simplest layer of LUTs here.
    fileprivate static let trainedLayer: String? = try? {
        let net = Sequential([try DifferentiableLut(outputShape: [8, 2, 2], seed: 21)])
        try net.setInputShape([2, 4, 4])
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(
            "bbwb-layer-\(UUID().uuidString).bb_net"
        ).path
        try ModelFile.encode(net).write(to: URL(fileURLWithPath: path))
        return path
    }()

    private func make() -> Experiment? {
        guard let spec = try? spec(), let dataset = Self.dataset else { return nil }
        // A deep DifferentiableLutBlock, say, takes gigabytes and shows nothing that a small one does not.
        guard let memory = try? spec.memory(input: [1, 6, 6], output: [4]), memory.total < 64 << 20 else { return nil }
        return try? Experiment(spec: spec, data: ExperimentData(dataset: dataset, target: .labels))
    }
}

extension LayerCard {
    /// The simplest layer of this class: required fields alone, or with one more where a class needs one of several.
    func simplest() -> LayerVariant? {
        var variants = [LayerVariant(layerClass: self, values: [:])]
        for field in fields where field.isRequired {
            variants = variants.flatMap { variant in field.candidates.map { variant.with(field, $0) } }
        }
        if let found = variants.first(where: { $0.experiment() != nil }) { return found }
        let larger = fields.lazy.filter { !$0.isRequired }.flatMap { field in
            variants.flatMap { variant in field.candidates.map { variant.with(field, $0) } }
        }
        return larger.first { $0.experiment() != nil }
    }
}

extension LayerField {
    /// Values to try, as YAML; which of them suit a layer shows when it is made.
    var candidates: [String] {
        switch kind {
        case .shape: ["[8, 2, 2]", "[16, 4, 4]", "[2, 4, 4]", "[4, 4, 4]", "[32]", "[1, 4, 4]", "[16]"]
        case .integer(let range): [3, 2, 4, 1, 0, 8, 5].filter(range.contains).map(String.init)
        case .number(let range): [0.375, 0.75, -0.25, 0.0, 1.0, 2.0].filter(range.contains).map { "\($0)" }
        case .flag: ["true", "false"]
        case .text: ["second", "first"]
        case .choice(let words): words
        case .connection:
            [
                "{ learnable: { candidates: 5, regrow: 2, regrow_until: 1, newcomers: patient } }",
                "{ learnable: { candidates: 3, regrow: 0, spread: 0.1, from: pointwise } }", "serial",
            ]
        case .thresholds: ["[0.25, 0.5, 0.75]", "uniform", "distributive"]
        case .numbers: ["[0.25, 0.5]", "[0.75]"]
        case .seed: ["12345", "18446744073709551615"]
        case .planeSize: ["2", "[1, 2]", "3", "4"]
        case .valueGenerator: ["uniform", "{ normal: { mean: 0.4, deviation: 0.3, seed: 9 } }"]
        case .trainedLayer: LayerVariant.trainedLayer.map { ["'\($0) @0'"] } ?? []
        case .layers: ["[DenseAffine: { output_shape: [16] }]", "[DifferentiableLut: { output_shape: [32] }]"]
        case .models:
            [
                "{ first: [DifferentiableLut: { output_shape: [8] }], second: [DenseAffine: { output_shape: [8] }] }",
                "{ second: [DenseAffine: { output_shape: [8] }, Dropout], first: [DenseAffine: { output_shape: [8] }] }",
            ]
        case .branches:
            [
                "[[DifferentiableLut: { output_shape: [8] }], [DenseAffine: { output_shape: [8] }, Dropout]]",
                "[[DenseAffine: { output_shape: [3, 4, 4] }], []]",
            ]
        }
    }
}
