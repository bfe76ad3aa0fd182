import BinaryBrain
import Datasets
import Netlist

/// That a netlist is the trained net in binary mode: every input bit, output bit and number over a set of samples.
struct NetProof {
    /// The net's layers in order of the signal.
    private let layers: [any Model]
    private let netlist: Netlist
    /// The first of the layers at the end that count the netlist's output bits; nil if those are the answers.
    private let counterIndex: Int?
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
        counterIndex = Self.counterIndex(layers, outputCount: netlist.outputs.count)
        try net.switchToBinaryMode()
    }

    /// GroupSum and Reduce count bits too, alone or in front of BinaryToReal.
    private static func counterIndex(_ layers: [any Model], outputCount: Int) -> Int? {
        let demodulator = layers.firstIndex { $0.hardware.counter != nil }
        let last = demodulator ?? layers.endIndex
        guard last > 0, layers[last - 1].hardware.addsUpBits,
            layers[last - 1].inputShape.count == outputCount
        else { return demodulator }
        return last - 1
    }

    /// The netlist's output bit that a node in front of the counting layers is.
    private func outputBit(of node: Int) -> Int {
        guard let counterIndex, case .groupSums(let sum) = layers[counterIndex].hardware else { return node }
        return node % sum.groupSize * sum.outputShape.count + node / sum.groupSize
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
        for (index, layer) in layers.enumerated() {
            if index == counterIndex { answers = signal }
            signal = try layer.forward(signal, train: false)
            if layer.hardware.modulator != nil {
                differences.inputBits += try Self.differingBits(signal, bits, "the modulator") { $0 }
                differences.comparedInputs += bits.nodeCount * bits.frameCount
            }
        }
        let outputs = try evaluator.outputBits(of: bits)
        differences.outputBits += try Self.differingBits(
            answers ?? signal, outputs, "the last layer", place: outputBit)
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

    /// - Parameter place: the node of `expected` that a node of `actual` should be.
    private static func differingBits(
        _ actual: FrameBuffer, _ expected: FrameBuffer, _ what: String, place: (Int) -> Int
    ) throws -> Int {
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
            let (found, wanted) = (packed.words(node), expected.words(place(node)))
            for word in 0..<(expected.frameCount + 63) / 64 {
                count += (found[word] ^ wanted[word]).nonzeroBitCount
            }
        }
        return count
    }
}
