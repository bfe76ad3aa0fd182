import BinaryBrain
import Datasets
import Foundation
import Netlist

@testable import Export

/// Nets, data and folders that the tests share.
enum ExportNets {
    static let digits: Dataset = {
        do { return try DatasetCatalog.load("mnist-5k") } catch { fatalError("the embedded digits: \(error)") }
    }()

    /// A small digit classifier after a few steps of training.
    static func classifier(
        modulation: Int = 1, depth: Int = 1, widths: [Int] = [180, 60, 20], inputsPerNode: Int = 6, name: String? = nil
    ) throws -> BinaryModulation {
        let layers = try widths.enumerated().map { index, width in
            try DifferentiableLut(
                outputShape: [width], seed: UInt64(index + 1), name: index == 0 ? name : nil,
                inputsPerNode: inputsPerNode)
        }
        let net = try BinaryModulation(
            Sequential(layers), trainingModulationSize: modulation, depthModulationSize: depth, outputShape: [10])
        try net.setInputShape(digits.inputShape)
        let optimizer = OptimizerAdam(learningRate: 0.03)
        try optimizer.setVariables(net.parameters, net.gradients)
        let loss = LossSoftmaxCrossEntropy()
        for step in 0..<6 {
            let indices = (Int32(step * 64)..<Int32(step * 64 + 64)).map { $0 }
            let x = FrameBuffer(.fp32, frameCount: 64, shape: digits.inputShape)
            let t = FrameBuffer(.fp32, frameCount: 64, shape: [10])
            try digits.train.fillInputs(indices: indices[...], into: x)
            try digits.train.fillOneHot(indices: indices[...], into: t)
            let y = try net.forward(x, train: true)
            _ = try net.backward(loss.calculate(y, target: t, batchSize: nil), needsInputGradient: false)
            optimizer.update()
        }
        return net
    }

    static func exporter(_ net: any Model, title: String = "small net") -> Exporter {
        Exporter(net: net, title: title, dataset: digits, isClassifier: true)
    }

    /// A netlist of all kinds of LUTs and ways, long and short, for bits in and bits out.
    static func tangle(inputCount: Int, lutCount: Int, outputCount: Int, seed: UInt64) throws -> Netlist {
        var random = MersenneTwister64(seed: seed)
        func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
        let luts = (0..<lutCount).map { index in
            let inputs = (0..<below(7)).map { _ in Int32(below(inputCount + index)) }
            return Netlist.Lut(inputs: inputs, table: random.next() & random.next(), layer: index * 3 / lutCount)
        }
        return try Netlist(
            inputCount: inputCount, luts: luts,
            outputs: (0..<outputCount).map { _ in Int32(below(inputCount + lutCount)) },
            layerNames: ["first", "second", "third"], encoding: .aboveHalf([inputCount]),
            decoding: .bits([outputCount], levels: .zeroOne))
    }
}

/// A folder that goes away with its owner.
final class TestFolder {
    let path = NSTemporaryDirectory() + "bbwb-export-\(UUID().uuidString)"

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func text(_ file: String) throws -> String { try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8) }
    func write(_ text: String, to file: String) throws {
        try text.write(toFile: "\(path)/\(file)", atomically: false, encoding: .utf8)
    }
    func exists(_ file: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(file)") }
    var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}
