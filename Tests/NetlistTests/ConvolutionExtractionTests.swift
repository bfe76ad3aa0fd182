import BinaryBrain
import Testing

@testable import Netlist

/// Layers that work on images: unrolled, the netlist gives what the net gives.
@Suite struct ConvolutionExtractionTests {
    /// Two LUT layers at each place of a filter.
    static func convolution(
        _ filter: PlaneSize, stride: PlaneSize = PlaneSize(1), padding: Padding = .valid,
        border: BorderMode = .reflect101, borderValue: Float = 0, channels: Int = 3, type: DType = .fp32,
        seed: UInt64 = 1
    ) throws -> Convolution2d {
        try Convolution2d(
            Sequential([
                try DifferentiableLut(outputShape: [8, 1, 1], seed: seed, binaryType: type),
                try DifferentiableLut(
                    outputShape: [channels, 1, 1], seed: seed + 1, inputsPerNode: 3, binaryType: type),
            ]), filterSize: filter, stride: stride, padding: padding, borderMode: border, borderValue: borderValue,
            binaryType: type)
    }

    @Test(arguments: BorderMode.allCases, [Float(-1), 0, 1])
    func borders(mode: BorderMode, value: Float) throws {
        for type in [DType.fp32, .bit] {
            // The first convolution reads −1 and +1, the second 0 and 1 (type bit: −1 and +1).
            try LayerKindTests.check(
                [
                    try RealToBinary(binaryType: type),
                    try Self.convolution(
                        PlaneSize(height: 3, width: 5), padding: .same, border: mode, borderValue: value, type: type),
                    try Self.convolution(
                        PlaneSize(height: 4, width: 2), padding: .same, border: mode, borderValue: value, type: type,
                        seed: 5),
                ], input: [2, 4, 5])
        }
    }

    @Test(arguments: [1, 2, 3], [Padding.valid, .same])
    func strides(stride: Int, padding: Padding) throws {
        try LayerKindTests.check(
            [
                try RealToBinary(depthModulationSize: 2),
                try Self.convolution(
                    PlaneSize(3), stride: PlaneSize(height: stride, width: 4 - stride), padding: padding),
            ], input: [1, 7, 8])
    }

    @Test func numbersAtTheBorder() throws {
        // A border of 0.3 among bits, read by layers that take numbers.
        let sub = Sequential([try MicroMlp(outputShape: [6, 1, 1]), try MicroMlp(outputShape: [2, 1, 1])])
        try LayerKindTests.check(
            [
                try RealToBinary(),
                try Convolution2d(
                    sub, filterSize: PlaneSize(3), padding: .same, borderMode: .constant, borderValue: 0.3),
            ], input: [1, 4, 4])
    }

    @Test func loweringByHandAndConvolutionInConvolution() throws {
        try LayerKindTests.check(
            [
                try RealToBinary(), try ConvolutionIm2Col(filterSize: PlaneSize(2)),
                try DifferentiableLut(outputShape: [5]), try ConvolutionCol2Im(outputSize: PlaneSize(3)),
                try DifferentiableLut(outputShape: [6]),
            ], input: [2, 4, 4])
        let inner = Sequential([
            try Self.convolution(PlaneSize(2)), try DifferentiableLut(outputShape: [4], seed: 8),
        ])
        try LayerKindTests.check(
            [try RealToBinary(), try Convolution2d(inner, filterSize: PlaneSize(3))], input: [1, 5, 5])
    }

    @Test(arguments: LayerKindTests.bothLevels, [DType.fp32, .bit])
    func poolingAndUpSampling(levels: BitLevels, type: DType) throws {
        let bits = try LayerKindTests.source(levels)
        let luts = try DifferentiableLut(outputShape: [10])
        for filter in [PlaneSize(2), PlaneSize(height: 1, width: 3), PlaneSize(4)] {
            try LayerKindTests.check(
                bits + [try MaxPooling(filterSize: filter, binaryType: type)], input: [2, 5, 7],
                varies: filter.count < 9)
        }
        try LayerKindTests.check(bits + [try StochasticMaxPooling(binaryType: type), luts], input: [2, 5, 7])
        for fill in [true, false] {
            try LayerKindTests.check(
                bits + [
                    try UpSampling(filterSize: PlaneSize(height: 3, width: 2), fill: fill, binaryType: type), luts,
                ], input: [2, 3, 4])
        }
    }

    @Test func poolingOfNumbersOfTwoValues() throws {
        try LayerKindTests.check(
            [
                try Binarize(binaryThreshold: 0.9, binaryLow: 0.2, binaryHigh: 0.6),
                try MaxPooling(filterSize: PlaneSize(3)), try DifferentiableLut(outputShape: [5], inputsPerNode: 2),
            ], input: [2, 6, 6])
    }

    /// The convolutional net of the experiment mnist-lut-cnn, untrained: two hundred thousand LUTs.
    @Test func aWholeNetUnrolls() throws {
        func sub(_ hidden: Int, _ out: Int) throws -> Convolution2d {
            try Convolution2d(
                Sequential([
                    try DifferentiableLut(outputShape: [hidden, 1, 1]),
                    try DifferentiableLut(outputShape: [out, 1, 1]),
                ]), filterSize: PlaneSize(3))
        }
        let net = try BinaryModulation(
            Sequential([
                try sub(96, 16), try sub(192, 32), try MaxPooling(), try sub(192, 32), try sub(384, 64),
                try MaxPooling(), try DifferentiableLut(outputShape: [360]), try DifferentiableLut(outputShape: [60]),
                try DifferentiableLut(outputShape: [10]),
            ]), trainingModulationSize: 1, inferenceModulationSize: 3)
        try net.setInputShape([1, 28, 28])
        _ = try net.forward(TestNets.images(0..<4), train: true)
        let raw = try Netlist(extracting: net)
        let simple = raw.simplified()
        #expect(raw.luts.count > 200_000)
        let x = try TestNets.images(100..<130)
        let wanted = try net.forward(x, train: false).frameMajorValues()
        #expect(try NetlistEvaluator(raw).forward(x).frameMajorValues() == wanted)
        #expect(try NetlistEvaluator(simple).forward(x).frameMajorValues() == wanted)
    }
}
