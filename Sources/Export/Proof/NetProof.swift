import BinaryBrain
import Datasets
import Netlist

/// That a netlist is the trained net in binary mode: every input bit, output bit and number over a set of samples.
struct NetProof {
    /// The net's layers in order of the signal.
    private let layers: [any Model]
    private let netlist: Netlist
    private static let batchSize = 256

    /// - Parameters:
    ///   - net: a net that nobody else uses; it is switched to binary mode.
    ///   - netlist: what was extracted from it.
    init(_ net: any Model, _ netlist: Netlist) throws {
        self.netlist = netlist
        // The modulation at its size for inference.
        for modulation in net.withDescendants.compactMap(\.modulation) {
            try modulation.realToBinary.setFrameModulationSize(modulation.inferenceModulationSize)
            try modulation.binaryToReal.setFrameIntegrationSize(modulation.inferenceModulationSize)
        }
        layers = net.series
        try net.switchToBinaryMode()
    }

    /// What differed over the samples.
    struct Differences {
        var inputBits = 0
        var outputBits = 0
        var numbers = 0
        var comparedInputs = 0
        var comparedOutputs = 0
        var comparedNumbers = 0

        var count: Int { inputBits + outputBits + numbers }
    }

    /// Compares over all samples.
    /// - Parameter onProgress: is given the share done; what it throws ends the comparison.
    func compare(over samples: SampleSet, onProgress: (Double) throws -> Void) throws -> Differences {
        var differences = Differences()
        let evaluator = try NetlistEvaluator(netlist)
        for start in stride(from: 0, to: samples.count, by: Self.batchSize) {
            let indices = (Int32(start)..<Int32(min(samples.count, start + Self.batchSize))).map { $0 }
            let x = FrameBuffer(.fp32, frameCount: indices.count, shape: samples.shape)
            try samples.fillInputs(indices: indices[...], into: x)
            try compare(x, evaluator, &differences)
            try onProgress(Double(start + indices.count) / Double(samples.count))
        }
        for layer in layers { layer.clear() }
        return differences
    }

    private func compare(_ x: FrameBuffer, _ evaluator: NetlistEvaluator, _ differences: inout Differences) throws {
        let bits = netlist.encoding.bits(of: x)
        var signal = x
        var answers: FrameBuffer?
        for layer in layers {
            if layer.hardware.counter != nil, answers == nil { answers = signal }
            signal = try layer.forward(signal, train: false)
            if layer.hardware.modulator != nil {
                differences.inputBits += try Self.differingBits(signal, bits, "the modulator")
                differences.comparedInputs += bits.nodeCount * bits.frameCount
            }
        }
        let outputs = try evaluator.outputBits(of: bits)
        differences.outputBits += try Self.differingBits(answers ?? signal, outputs, "the last layer")
        differences.comparedOutputs += outputs.nodeCount * outputs.frameCount
        guard answers != nil else { return }
        let numbers = try evaluator.forward(x)
        for node in 0..<signal.nodeCount {
            for frame in 0..<signal.frameCount where signal.floats(node)[frame] != numbers.floats(node)[frame] {
                differences.numbers += 1
            }
        }
        differences.comparedNumbers += signal.nodeCount * signal.frameCount
    }

    private static func differingBits(_ actual: FrameBuffer, _ expected: FrameBuffer, _ what: String) throws -> Int {
        guard actual.nodeCount == expected.nodeCount, actual.frameCount == expected.frameCount else {
            throw BrainError(
                .shape, what: "comparing \(what)",
                why: "the net gives \(actual.frameCount) frames of \(actual.nodeCount), "
                    + "the netlist \(expected.frameCount) of \(expected.nodeCount)",
                remedy: "report this as a defect")
        }
        let packed = actual.dtype == .bit ? actual : actual.converted(to: .bit)
        var count = 0
        for node in 0..<expected.nodeCount {
            for word in 0..<(expected.frameCount + 63) / 64 {
                count += (packed.words(node)[word] ^ expected.words(node)[word]).nonzeroBitCount
            }
        }
        return count
    }
}
