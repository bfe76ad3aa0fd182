import BinaryBrain
import Datasets
import Export
import Foundation
import Testing

@testable import Workbench

/// Every layer class in a net, with its defaults and otherwise: what is measured, predicted, exported and said of it is the net
/// that was trained, or it is said that it is not.
@Suite struct NetFormTests {
    /// A layer between two of LUTs.
    struct Subject: CustomTestStringConvertible, Sendable {
        let layer: String
        var testDescription: String { layer }
    }

    /// What the fields of a class hold that cannot do without them, or whose shape matters here.
    private static let needed: [String: String] = [
        "output_shape": "[2, 6, 6]", "depth": "2", "integration_size": "2", "shuffle_unit": "2", "error_rate": "0.1",
        "layer": "[DifferentiableLut: { output_shape: [2, 6, 6] }]", "filter_size": "[6, 6]",
        "model_list": "[DifferentiableLut: { output_shape: [2, 6, 6] }, Binarize]",
        "branches": "[[DifferentiableLut: { output_shape: [1, 6, 6] }], []]",
        "sub_layer": "[DifferentiableLut: { output_shape: [3, 1, 1] }]",
        "model_dict": "{ first: [DifferentiableLut: { output_shape: [2, 6, 6] }], second: [ReLU] }",
    ]

    /// Every class with its defaults, with each of its switches both ways, and with its types of signals packed.
    static let subjects: [Subject] = LayerRegistry.named.flatMap { layerClass -> [Subject] in
        let base = layerClass.fields.filter { $0.isRequired || $0.name == "integration_size" }.compactMap { field in
            needed[field.name].map { "\(field.name): \($0)" }
        }
        let options = layerClass.fields.flatMap { field -> [String] in
            switch field.kind {
            case .flag: return ["\(field.name): true", "\(field.name): false"]
            case .choice(let words) where words.contains("bit"): return ["\(field.name): bit"]
            case .integer where field.name == "N": return ["N: 3"]
            default: return []
            }
        }
        return ([nil] + options).map { option in
            Subject(layer: "\(layerClass.name): { \((base + [option].compactMap { $0 }).joined(separator: ", ")) }")
        }
    }

    /// The experiment's net after a few mini-batches, as a checkpoint.
    private static func checkpoint(of layer: String, in folder: TemporaryFolder) throws -> SavedModel {
        let layers = """
            net:
              - DifferentiableLut: { output_shape: [2, 6, 6] }
              - \(layer)
              - DifferentiableLut: { output_shape: [4] }
            """
        let yaml = TinyExperiment.yaml.replacing(/net:[\s\S]*?(?=loss:)/, with: layers + "\n")
        let spec = try ExperimentSpec(yaml: yaml, source: "form.yaml")
        let experiment = try Experiment(
            spec: spec, data: ExperimentData(dataset: TinyExperiment.dataset(), target: spec.target))
        for _ in 0..<3 { try experiment.trainMiniBatch() }
        let path = "\(folder.path)/net.bbwb"
        try AtomicFile.write(experiment.checkpoint().encode(), to: path)
        return try SavedModel(contentsOf: path)
    }

    /// All test samples, one after another.
    private static func samples(_ dataset: Dataset) -> [Float] {
        (0..<dataset.test.count).flatMap(dataset.test.values(of:))
    }

    @Test(arguments: subjects) func whatIsSaidOfANetIsTrueOfIt(_ subject: Subject) throws {
        let folder = try TemporaryFolder()
        let saved = try Self.checkpoint(of: subject.layer, in: folder)
        let dataset = try TinyExperiment.dataset()
        let forms = try saved.compareForms(on: dataset)
        let binary = try #require(forms[.binary])

        // What predict answers is the net as stored, and so is what eval measured first.
        let predicted = try SavedModel(contentsOf: saved.path).predict(Self.samples(dataset))
        let net = try SavedModel(contentsOf: saved.path).net
        let x = FrameBuffer(frameMajor: Self.samples(dataset), shape: net.inputShape)
        #expect(try net.forward(x, train: false).frameMajorValues() == predicted)
        let right = (0..<dataset.test.count).count { image in
            let scores = predicted[image * 4..<(image + 1) * 4]
            return scores.firstIndex(of: scores.max() ?? 0).map { $0 - scores.startIndex }
                == dataset.test.label(of: image)
        }
        #expect(forms.figures.first?.form == .stored)
        #expect(try #require(forms[.stored]?.metric) == Double(right) / Double(dataset.test.count))

        // A difference never goes unsaid; and where none is said, there is none.
        if !forms.storedIsAnother { #expect(binary.differing == 0) }
        #expect((forms.notice == nil) == !forms.storedIsAnother)
        if binary.differing > 0 { #expect(forms.notice?.contains("\(binary.differing) answers differ") == true) }

        guard let netlist = forms[.netlist] else {
            #expect(forms.obstacle != nil)
            return
        }
        #expect(forms.netlistDefects == 0)
        #expect(netlist.differing == binary.differing)
        #expect(netlist.metric == binary.metric)

        let result = try saved.exporter(on: dataset).export(
            .c, to: "\(folder.path)/c", options: ExportOptions(vectorCount: 40), isProved: false)
        #expect(result.forms.notice == forms.notice)
        let texts = try ["report.txt", "proof.txt"].map {
            try String(contentsOfFile: "\(folder.path)/c/\($0)", encoding: .utf8)
        }
        for text in texts {
            let first = text.prefix { $0 != "\n" }
            #expect(first.contains("not the net as stored") == forms.storedIsAnother, "\(first)")
            for line in forms.lines where !line.hasPrefix("float") { #expect(text.contains(line), "\(text)") }
        }
    }

    /// The classes with a mode of numbers that is theirs by default; all others hand on bits, and are one net in both modes.
    @Test func onlyTheseLayersAreAnotherNetInBinaryModeByDefault() throws {
        let folder = try TemporaryFolder()
        var others: [String] = []
        for layerClass in LayerRegistry.named {
            let subject = try #require(Self.subjects.first { $0.layer.hasPrefix("\(layerClass.name):") })
            let saved = try Self.checkpoint(of: subject.layer, in: folder)
            if try saved.compareForms(on: TinyExperiment.dataset()).storedIsAnother { others.append(layerClass.name) }
        }
        #expect(Set(others) == ["DifferentiableLutDiscrete", "ReLU", "Sigmoid", "HardTanh"])
    }

    /// A modulation's own layers count bits: with numbers in their place there are other shapes or frames, and nothing to compare.
    @Test(arguments: [(3, 2), (1, 2), (2, 1)]) func aFormWithoutComparisonKeepsTheOthers(depth: Int, frames: Int) throws
    {
        let net = try Sequential([
            RealToBinary(frameModulationSize: frames, depthModulationSize: depth),
            DifferentiableLut(outputShape: [4 * depth]),
            BinaryToReal(frameIntegrationSize: frames, depthIntegrationSize: depth, outputShape: [4]),
        ])
        let dataset = try TinyExperiment.dataset()
        try net.setInputShape(dataset.inputShape)
        let forms = try FormComparison(of: net, over: dataset.test, by: .classes)
        #expect(forms[.stored]?.metric != nil)
        #expect(forms[.binary]?.differing == 0 && forms[.netlist]?.differing == 0)
        #expect((forms[.float] == nil) == (forms.floatObstacle != nil))
        #expect(forms.floatObstacle == nil || depth > 1 || frames > 1)
    }

    /// The class of an answer that is NaN is none, in the accuracy and where forms are compared.
    @Test func aNaNIsNoClass() throws {
        let layer = try DifferentiableLut(outputShape: [4])
        let dataset = try TinyExperiment.dataset()
        try layer.setInputShape(dataset.inputShape)
        layer.parameters.tensors[0].fill(.nan)
        let forms = try FormComparison(of: layer, over: dataset.test, by: .classes)
        let float = try #require(forms[.float])
        #expect(float.metric == 0)
        #expect(float.differingClasses == dataset.test.count)
    }

    /// A command that makes a layer hand on numbers is in the stored net, and said.
    @Test func aSwitchedLayerIsSaid() throws {
        let folder = try TemporaryFolder()
        let saved = try Self.checkpoint(of: "AverageLut: { output_shape: [30] }", in: folder)
        try saved.net.sendCommand("binary false", to: "AverageLut")
        let forms = try saved.compareForms(on: TinyExperiment.dataset())
        #expect(forms.layersOfNumbers == ["AverageLut"])
        #expect(
            forms.notice?.hasPrefix("exported in binary mode, which is not the net as stored: AverageLut outputs")
                == true)
    }

    /// Another oversampling is the same net for both.
    @Test func evalAndPredictTakeTheSameOversampling() throws {
        let folder = try TemporaryFolder()
        let saved = try Self.checkpoint(of: "DifferentiableLut: { output_shape: [30] }", in: folder)
        let dataset = try TinyExperiment.dataset()
        for size in [1, 7, 15] {
            let predicted = try saved.predict(Self.samples(dataset), oversampling: size)
            let loss = LossSoftmaxCrossEntropy()
            let data = ExperimentData(dataset: dataset, target: .labels)
            let (_, t) = try data.batch(of: dataset.test, samples: (0..<40).map { Int32($0) }[...])
            _ = try loss.calculate(FrameBuffer(frameMajor: predicted, shape: [4]), target: t)
            let measured = try #require(saved.compareForms(on: dataset, oversampling: size)[.stored]?.loss)
            #expect(abs(measured - loss.loss) < 1e-9)
        }
    }
}
