import BinaryBrain
import Testing

@testable import Netlist

/// Every kind of layer that can become LUTs: the netlist gives what the net gives, number for number.
@Suite struct LayerKindTests {
    /// Checks a net on random numbers; its running statistics come from other random numbers.
    /// - Parameter varies: whether outputs must depend on the inputs, so that equality means something.
    static func check(
        _ layers: [any Model], input: Shape, command: String? = nil, target: String = "all", varies: Bool = true,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let net = Sequential(layers)
        try net.setInputShape(input)
        if let command { try net.sendCommand(command, to: target) }
        for seed in 1...2 {
            _ = try net.forward(numbers(128, input, seed: UInt64(seed)), train: true)
            net.clear()
        }
        let x = numbers(70, input, seed: 99)
        let raw = try Netlist(extracting: net)
        let y = try net.forward(x, train: false)
        let wanted = y.frameMajorValues()
        if varies { #expect(Set(wanted).count > 1, "outputs vary", sourceLocation: sourceLocation) }
        for netlist in [raw, raw.simplified()] {
            let got = try NetlistEvaluator(netlist).forward(x)
            let differences = zip(got.frameMajorValues(), wanted).count { $0 != $1 }
            #expect(differences == 0, "of \(wanted.count)", sourceLocation: sourceLocation)
            #expect(got.shape == y.shape, sourceLocation: sourceLocation)
            if y.dtype == .bit { #expect(got.levels == y.levels, sourceLocation: sourceLocation) }
        }
    }

    static func numbers(_ frames: Int, _ shape: Shape, seed: UInt64) -> FrameBuffer {
        var random = MersenneTwister64(seed: seed)
        return FrameBuffer(
            frameMajor: (0..<frames * shape.count).map { _ in Float(random.next() % 1000) / 999 }, shape: shape)
    }

    /// Bits of levels −1/+1 or 0/1 to feed a layer with.
    static func source(_ levels: BitLevels) throws -> [any Model] {
        levels == .minusOnePlusOne
            ? [try RealToBinary()] : [try RealToBinary(), try Binarize(binaryLow: 0, binaryHigh: 1)]
    }

    static let bothLevels: [BitLevels] = [.zeroOne, .minusOnePlusOne]

    // MARK: LUT layers

    @Test(arguments: bothLevels, [DType.fp32, .bit])
    func binaryLut(levels: BitLevels, type: DType) throws {
        // To the type fp32 every −1 is a one: outputs are constants.
        try Self.check(
            Self.source(levels) + [try BinaryLut(outputShape: [30], forwardType: type)], input: [25],
            varies: levels == .zeroOne || type == .bit)
    }

    @Test(arguments: bothLevels, 2...6)
    func averageAndMaximum(levels: BitLevels, inputsPerNode: Int) throws {
        for binarizeInput in [false, true] {
            for type in [DType.fp32, .bit] {
                try Self.check(
                    Self.source(levels) + [
                        try AverageLut(
                            outputShape: [20], connection: .random, binarizeInput: binarizeInput,
                            inputsPerNode: inputsPerNode, binaryType: type)
                    ], input: [25])
                try Self.check(
                    Self.source(levels) + [
                        try MaxLut(
                            outputShape: [60], connection: .random, binarizeInput: binarizeInput,
                            inputsPerNode: inputsPerNode, binaryType: type)
                    ], input: [25])
            }
        }
    }

    @Test func averageThatIsNotBinarizedIsTakenAsInBinaryMode() throws {
        let net = Sequential(
            [try RealToBinary(), try AverageLut(outputShape: [4], binarize: false, inputsPerNode: 3)])
        try net.setInputShape([12])
        let asItStands = try Netlist(extracting: net)
        try net.sendCommand("binary true")
        #expect(try Netlist(extracting: net) == asItStands)
    }

    @Test(arguments: bothLevels)
    func perceptrons(levels: BitLevels) throws {
        try Self.check(
            Self.source(levels) + [try MicroMlp(outputShape: [40], inputsPerNode: 5), try MicroMlp(outputShape: [20])],
            input: [25])
        try Self.check(
            Self.source(levels) + [
                try MicroMlpAffine(outputShape: [20]), try BatchNormalization(), try Binarize(),
            ], input: [25], command: "binary true")
    }

    @Test(arguments: bothLevels, [true, false])
    func stochasticLutsInBothModes(levels: BitLevels, binary: Bool) throws {
        try Self.check(
            Self.source(levels) + [
                try StochasticLut(outputShape: [40], inputsPerNode: 4), try StochasticLut(outputShape: [20]),
                try DifferentiableLut(outputShape: [10]),
            ], input: [25], command: "binary \(binary)", target: "StochasticLut")
        try Self.check(
            Self.source(levels) + [
                try StochasticLut(outputShape: [40], inputsPerNode: 4), try StochasticBatchNormalization(momentum: 0),
                try HardTanh(hardTanhMin: 0, hardTanhMax: 1), try StochasticLut(outputShape: [20]),
                try StochasticBatchNormalization(momentum: 0), try HardTanh(hardTanhMin: 0, hardTanhMax: 1),
            ], input: [25], command: "binary true")
    }

    @Test(arguments: bothLevels, [true, false])
    func discreteLuts(levels: BitLevels, batchNorm: Bool) throws {
        try Self.check(
            Self.source(levels) + [
                try DifferentiableLutDiscrete(outputShape: [40], batchNorm: batchNorm, inputsPerNode: 4),
                try DifferentiableLutDiscrete(outputShape: [20], batchNorm: batchNorm),
            ], input: [25], command: "binary true")
    }

    @Test(arguments: [false, true])
    func blocksOfLuts(binary: Bool) throws {
        try Self.check(
            [
                try RealToBinary(), try Sequential.differentiableLutBlock(outputShape: [5], depth: 3),
            ], input: [40], command: binary ? "binary true" : nil)
    }

    // MARK: Node by node

    @Test(arguments: bothLevels)
    func normalisationBeforeBinarisation(levels: BitLevels) throws {
        for activation in [
            try Binarize(binaryThreshold: 0.1), try ReLU(), try Sigmoid(), try HardTanh(),
            try Binarize(binaryLow: 0, binaryHigh: 1), try Binarize(binaryType: .bit),
        ] as [Activation] {
            try Self.check(
                Self.source(levels) + [
                    try DifferentiableLut(outputShape: [30]), try BatchNormalization(gamma: -0.7, beta: 0.05),
                    activation, try DifferentiableLut(outputShape: [10]),
                ], input: [25], command: "binary true")
        }
    }

    @Test func levelsThatNoPackedBufferHas() throws {
        try Self.check(
            [
                try Binarize(binaryThreshold: 0.4, binaryLow: 0.2, binaryHigh: 0.6),
                try DifferentiableLut(outputShape: [20]),
                try Binarize(binaryThreshold: 0.5, binaryLow: -3, binaryHigh: 2),
                try AverageLut(outputShape: [10], connection: .random, inputsPerNode: 3),
            ], input: [25])
    }

    @Test func layersThatOnlyTrainHandBitsOn() throws {
        try Self.check(
            [
                try RealToBinary(), try InsertBitError(errorRate: 0.2), try DifferentiableLut(outputShape: [30]),
                try Dropout(rate: 0.3, forwardType: .bit), Concatenate(),
                try Shuffle(shuffleUnit: 3, outputShape: [5, 6]),
                try DifferentiableLut(outputShape: [20]), try Dropout(rate: 0.3),
                try DifferentiableLut(outputShape: [10]),
            ], input: [25])
    }

    // MARK: Nets inside nets

    @Test func theModelThatASwitcherHasChosen() throws {
        let switcher = try Switcher([
            "small": try DifferentiableLut(outputShape: [10], inputsPerNode: 2),
            "deep": Sequential([try DifferentiableLut(outputShape: [30]), try DifferentiableLut(outputShape: [10])]),
        ])
        let net = Sequential([try RealToBinary(), Sequential([switcher], name: "inner")])
        try net.setInputShape([25])
        #expect(try Netlist(extracting: net).luts.count == 10)
        try net.sendCommand("switch_model deep")
        #expect(try Netlist(extracting: net).luts.count == 40)
    }

    @Test func whatHasNoLutsIsNamedWithWhatToDo() throws {
        func error(_ layers: [any Model], input: Shape = [8]) throws -> String {
            let net = Sequential(layers)
            try net.setInputShape(input)
            do {
                _ = try Netlist(extracting: net)
                return "no error"
            } catch {
                return "\(error)"
            }
        }
        let dense = try BinaryDenseAffine(outputShape: [4], name: "middle")
        #expect(
            try error([try RealToBinary(), dense]).hasPrefix("layer middle as LUTs: each of its sums reads all inputs"))
        #expect(
            try error([try RealToBinary(), try DenseAffine(outputShape: [4])]).contains(
                "DifferentiableLut instead"))
        #expect(try error([try BitEncode(bitSize: 2)]).contains("use RealToBinary"))
        #expect(try error([try RealToBinary(), Softmax()]).contains("leave it out"))
        let numbers = try StochasticLut(outputShape: [4], name: "probabilities")
        #expect(
            try error([try RealToBinary(), numbers, try BatchNormalization(name: "scaled")])
                == "layer scaled as LUTs: its outputs are real numbers, not bits: put Binarize or another layer that outputs "
                + "bits after it")
        #expect(
            try error([try RealToBinary(), try MicroMlpAffine(outputShape: [8]), try MicroMlpAffine(outputShape: [4])])
                .contains("depends on more than 6 bits"))
        #expect(
            try error([try RealToBinary(), try ConvolutionIm2Col(filterSize: PlaneSize(2))], input: [1, 3, 3])
                .contains("one frame becomes 4"))
        #expect(try error([try Shuffle(shuffleUnit: 2)]).contains("put RealToBinary"))
    }
}
