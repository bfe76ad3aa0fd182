import BinaryBrain
import Testing

@testable import Netlist

extension LayerKindTests {
    @Test(arguments: bothLevels, [1, 2, 5, 6, 7, 20, 64, 100])
    func averages(levels: BitLevels, copies: Int) throws {
        let luts = try DifferentiableLut(outputShape: [3 * copies])
        let bits: [any Model] =
            levels == .zeroOne
            ? [try RealToBinary(), luts] : [try RealToBinary(), luts, try Binarize(binaryThreshold: 0.5)]
        // Binarised: a counter of LUTs.
        for threshold in [-0.2, 0, 0.5] as [Float] {
            try Self.check(
                bits + [try Reduce(outputShape: [3]), try Binarize(binaryThreshold: threshold)], input: [25],
                varies: false)
        }
        try Self.check(
            bits + [
                try Reduce(outputShape: [3]), try BatchNormalization(),
                try DifferentiableLut(outputShape: [4], inputsPerNode: 2),
            ], input: [25], varies: false)
        // Counted by BinaryToReal, or left as they are: output groups.
        try Self.check(bits + [try Reduce(outputShape: [3]), try BinaryToReal()], input: [25], varies: false)
        if levels == .zeroOne {
            try Self.check(bits + [try Reduce(outputShape: [3])], input: [25])
        }
    }

    @Test func averagesOfAveragesWhereTheyAreExact() throws {
        func net(copies: Int, modulation: Int) throws -> BinaryModulation {
            let net = try BinaryModulation(
                Sequential([try DifferentiableLut(outputShape: [6 * copies]), try Reduce(outputShape: [6])]),
                trainingModulationSize: modulation, outputShape: [3])
            try net.setInputShape([25])
            _ = try net.forward(Self.numbers(128, [25], seed: 1), train: true)
            return net
        }
        let x = Self.numbers(70, [25], seed: 2)
        for modulation in [1, 3, 7] {
            let exact = try net(copies: 4, modulation: modulation)
            let netlist = try Netlist(extracting: exact)
            let wanted = try exact.forward(x, train: false).frameMajorValues()
            #expect(try NetlistEvaluator(netlist).forward(x).frameMajorValues() == wanted)
        }
        #expect(throws: BrainError.self) { try Netlist(extracting: net(copies: 5, modulation: 3)) }
    }

    /// A net that ends in Reduce over any number of nodes, modulated: counts, to the last bit, simplified and through a file.
    @Test(arguments: bothLevels, [3, 5, 7, 10, 12]) func netsThatEndInReduce(levels: BitLevels, copies: Int) throws {
        for modulation in [1, 3, 7, 15] {
            let luts = try DifferentiableLut(
                outputShape: [4 * copies], binaryType: levels == .zeroOne ? .fp32 : .bit)
            let type: DType = levels == .zeroOne ? .fp32 : .bit
            let net = try BinaryModulation(
                Sequential([luts, Reduce(outputShape: [4], binaryType: type)]), trainingModulationSize: modulation,
                binaryType: type)
            try net.setInputShape([25])
            _ = try net.forward(Self.numbers(128, [25], seed: 1), train: true)
            net.clear()
            let x = Self.numbers(150, [25], seed: 2)
            let wanted = try net.forward(x, train: false).frameMajorValues()
            #expect(Set(wanted).count > 2)
            let netlist = try Netlist(extracting: net)
            #expect(netlist.outputs.count == 4 * copies)
            #expect(try NetlistEvaluator(netlist.simplified()).forward(x).frameMajorValues() == wanted)
            #expect(try Netlist(decoding: netlist.encoded()) == netlist)
        }
    }

    /// Sums of groups, alone and averaged over modulated frames, to the last bit.
    @Test(arguments: bothLevels, [1, 3, 7, 15, 31])
    func sumsOfGroups(levels: BitLevels, modulation: Int) throws {
        for (groupSize, tau) in [(1, nil), (20, 1.7), (50, 2.5), (70, 0.3)] as [(Int, Float?)] {
            let luts = try DifferentiableLut(
                outputShape: [3 * groupSize], binaryType: levels == .zeroOne ? .fp32 : .bit)
            let net = try BinaryModulation(
                Sequential([luts, GroupSum(outputShape: [3], tau: tau)]), trainingModulationSize: modulation,
                binaryType: levels == .zeroOne ? .fp32 : .bit)
            try net.setInputShape([25])
            _ = try net.forward(Self.numbers(128, [25], seed: 1), train: true)
            net.clear()
            let x = Self.numbers(70, [25], seed: 2)
            let wanted = try net.forward(x, train: false).frameMajorValues()
            #expect(Set(wanted).count > 1)
            let netlist = try Netlist(extracting: net)
            #expect(try NetlistEvaluator(netlist.simplified()).forward(x).frameMajorValues() == wanted)
            #expect(try Netlist(decoding: netlist.encoded()) == netlist)
        }
        try Self.check(
            Self.source(levels) + [try DifferentiableLut(outputShape: [60]), try GroupSum(outputShape: [6])],
            input: [25])
    }
}
