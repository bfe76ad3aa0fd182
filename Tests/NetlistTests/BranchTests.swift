import BinaryBrain
import Testing

@testable import Netlist

/// Branches as LUTs: the netlist gives what the net gives, number for number.
@Suite("Netlists of nets with branches")
struct BranchTests {
    @Test(arguments: LayerKindTests.bothLevels) func branches(levels: BitLevels) throws {
        try LayerKindTests.check(
            LayerKindTests.source(levels) + [
                try DifferentiableLut(outputShape: [40]),
                try Concatenate(branches: [
                    Sequential([DifferentiableLut(outputShape: [30]), DifferentiableLut(outputShape: [12])]),
                    Sequential(), Sequential([DifferentiableLut(outputShape: [7], connection: .serial)]),
                ]),
                try DifferentiableLut(outputShape: [10]),
            ], input: [25])
    }

    /// The outputs of the net themselves, and bits of other levels beside them, which become numbers.
    @Test func answersOfBranches() throws {
        let packed = try Concatenate(branches: [
            Sequential([DifferentiableLut(outputShape: [6], binaryType: .bit)]),
            Sequential([DifferentiableLut(outputShape: [4], seed: 3, binaryType: .bit)]),
        ])
        try LayerKindTests.check([try RealToBinary(binaryType: .bit), packed], input: [25])
        let mixed = try Concatenate(branches: [
            Sequential([DifferentiableLut(outputShape: [6])]),
            Sequential([DifferentiableLut(outputShape: [6]), Binarize(binaryThreshold: 0.5)]),
        ])
        try LayerKindTests.check(
            [try RealToBinary(), mixed, try DifferentiableLut(outputShape: [9])], input: [25])
    }

    @Test func branchesInsideBranchesAndOfImages() throws {
        let inner = try Concatenate(branches: [Sequential([MaxPooling()]), Sequential([StochasticMaxPooling()])])
        try LayerKindTests.check(
            [
                try RealToBinary(),
                try Concatenate(branches: [
                    Sequential([
                        Convolution2d(DifferentiableLut(outputShape: [3]), filterSize: PlaneSize(3), padding: .same),
                        MaxPooling(),
                    ]),
                    Sequential([inner]),
                ]),
                try DifferentiableLut(outputShape: [10]),
            ], input: [1, 6, 6])
    }

    /// Without a modulator the first layers compare numbers with thresholds: all of them with the same ones.
    @Test func branchesThatReadNumbers() throws {
        func net(_ threshold: Float) throws -> [any Model] {
            [
                try Concatenate(branches: [
                    Sequential([DifferentiableLut(outputShape: [12])]),
                    Sequential([Binarize(binaryThreshold: threshold, binaryLow: 0, binaryHigh: 1)]),
                ]), try DifferentiableLut(outputShape: [5]),
            ]
        }
        try LayerKindTests.check(try net(0.5), input: [25])
        func error(_ layers: [any Model]) throws -> String {
            let net = Sequential(layers)
            try net.setInputShape([25])
            do {
                _ = try Netlist(extracting: net)
                return "no error"
            } catch {
                return "\(error)"
            }
        }
        #expect(try error(net(0.25)).contains("by different thresholds: put one RealToBinary"))
        let open = try Concatenate(branches: [Sequential([DifferentiableLut(outputShape: [12])]), Sequential()])
        #expect(try error([open]).contains("its branch 2 hands on real numbers"))
        let counted = try Concatenate(
            branches: [Sequential([DifferentiableLut(outputShape: [12]), BinaryToReal()])])
        #expect(try error([try RealToBinary(), counted]).contains("BinaryToReal behind it"))
    }
}
