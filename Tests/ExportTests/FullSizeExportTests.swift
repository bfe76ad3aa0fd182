import BinaryBrain
import Datasets
import Foundation
import Netlist
import TestSupport
import Testing

@testable import Export

/// The whole way on nets of full size; `make test-all` runs them, on the full-size data set that it installs.
@Suite(.enabled(if: SlowTests.areEnabled))
struct FullSizeExportTests {
    /// The manual's net of 3,182 LUTs after an epoch on Fashion-MNIST.
    private func trainedNet() throws -> (net: BinaryModulation, dataset: Dataset) {
        let folder = try TestFolder()
        try DatasetFetcher(DatasetCatalog.entry("fashion-mnist"), dataDirectory: folder.path, mirrors: []).fetch()
        let dataset = try DatasetCatalog.load("fashion-mnist", dataDirectory: folder.path)
        let layers = try [2304, 384, 64, 360, 60, 10].enumerated().map { index, width in
            try DifferentiableLut(outputShape: [width], seed: UInt64(index + 1))
        }
        let net = try BinaryModulation(Sequential(layers), trainingModulationSize: 1)
        try net.setInputShape(dataset.inputShape)
        let optimizer = OptimizerAdam(learningRate: 0.001)
        try optimizer.setVariables(net.parameters, net.gradients)
        let loss = LossSoftmaxCrossEntropy()
        let x = FrameBuffer(.fp32, frameCount: 64, shape: dataset.inputShape)
        let t = FrameBuffer(.fp32, frameCount: 64, shape: [10])
        for step in 0..<dataset.train.count / 64 {
            let indices = (Int32(step * 64)..<Int32(step * 64 + 64)).map { $0 }
            try dataset.train.fillInputs(indices: indices[...], into: x)
            try dataset.train.fillOneHot(indices: indices[...], into: t)
            _ = try net.backward(
                loss.calculate(net.forward(x, train: true), target: t, batchSize: nil), needsInputGradient: false)
            optimizer.update()
        }
        return (net, dataset)
    }

    /// Every answer over all 10,000 test images is the software's, in iverilog, in Verilator, and by SAT: bare LUTs at x1, and
    /// pixels to class at x1 and x15.
    @Test func theWholeTestSet() throws {
        let (net, dataset) = try trainedNet()
        for (oversampling, withIO) in [(1, false), (1, true), (15, true)] {
            try net.setInferenceModulationSize(oversampling)
            try prove(net, dataset, withIO: withIO)
        }
    }

    private func prove(_ net: BinaryModulation, _ dataset: Dataset, withIO: Bool) throws {
        let software = try NetlistEvaluator(Netlist(extracting: net))
        guard case .pixels(let pixels) = dataset.test.values else { fatalError("Fashion-MNIST is stored as pixels") }
        let correct = try software.classes(pixels: pixels).enumerated().count {
            dataset.test.label(of: $0.offset) == Int($0.element)
        }
        #expect(correct > 5000)
        let folder = try TestFolder()
        let result = try Exporter(net: net, title: "full size", dataset: dataset, isClassifier: true).export(
            .verilog, to: "\(folder.path)/out",
            options: ExportOptions(includesIO: withIO, vectorCount: 10_000, choosesVectors: false),
            isProved: true)
        let proof = try folder.text("out/proof.txt")
        #expect(result.proof.verdict == "PROVED: all 5 checks passed", "\(proof)")
        let line =
            "PASS vectors 10000 of 10000, mismatches 0, images 10000, correct \(correct), "
            + "classes unlike the software's 0"
        #expect(proof.components(separatedBy: line).count == 3, "once for each simulator: \(proof)")
    }
}
