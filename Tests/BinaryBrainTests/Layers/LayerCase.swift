import BinaryBrain
import Testing

/// A layer as the tests of what all layers promise see it.
struct LayerCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let inputShape: Shape
    /// Where inputs lie for which its backward is the derivative of its forward.
    let inputRange: ClosedRange<Double>
    let make: @Sendable () throws -> any Model

    init(
        _ name: String, input: Shape = [6], range: ClosedRange<Double> = -2...2,
        _ make: @escaping @Sendable () throws -> any Model
    ) {
        testDescription = name
        inputShape = input
        inputRange = range
        self.make = make
    }

    /// The layer with its input shape set.
    func built() throws -> any Model {
        let layer = try make()
        try layer.setInputShape(inputShape)
        return layer
    }

    /// Layers whose output has a derivative almost everywhere.
    static let differentiable = [
        LayerCase("ReLU") { try ReLU() },
        LayerCase("Sigmoid") { try Sigmoid() },
        LayerCase("HardTanh") { try HardTanh() },
        LayerCase("HardTanh 0…1") { try HardTanh(hardTanhMin: 0, hardTanhMax: 1) },
        LayerCase("Softmax") { Softmax() },
        LayerCase("Softmax of pixels", input: [3, 2, 2]) { Softmax() },
        LayerCase("DenseAffine") { try DenseAffine(outputShape: [5]) },
        LayerCase("DenseAffine host_only") {
            let layer = try DenseAffine(outputShape: [5])
            try layer.sendCommand("host_only true")
            return layer
        },
        LayerCase("BatchNormalization") { try BatchNormalization(gamma: 0.7, beta: 0.1) },
        LayerCase("BatchNormalization locked") {
            let layer = try BatchNormalization(gamma: 0.7, beta: 0.1)
            try layer.sendCommand("parameter_lock true")
            return layer
        },
        LayerCase("BatchNormalization bypassed") {
            let layer = try BatchNormalization(gamma: 0.7, beta: 0.1)
            try layer.sendCommand("bypass true")
            return layer
        },
        LayerCase("Reduce") { try Reduce(outputShape: [2]) },
        LayerCase("Reduce by integration size", input: [4, 3]) { try Reduce(integrationSize: 2) },
        LayerCase("GroupSum") { try GroupSum(outputShape: [2], tau: 0.7) },
        LayerCase("Shuffle") { try Shuffle(shuffleUnit: 3) },
        LayerCase("StochasticMaxPooling", input: [2, 3, 4]) { try StochasticMaxPooling() },
        LayerCase("UpSampling", input: [2, 3, 2]) { try UpSampling(filterSize: PlaneSize(height: 3, width: 2)) },
        LayerCase("UpSampling without filling", input: [2, 3, 2]) { try UpSampling(fill: false) },
        LayerCase("MaxLut of numbers", input: [8]) { try MaxLut(outputShape: [4], binarize: false) },
        LayerCase("MicroMlpAffine", input: [8]) {
            try MicroMlpAffine(outputShape: [3], inputsPerNode: 3, hiddenCount: 5)
        },
        LayerCase("MicroMlpAffine host_only", input: [8]) {
            let layer = try MicroMlpAffine(outputShape: [3], inputsPerNode: 3, hiddenCount: 5)
            try layer.sendCommand("host_only true")
            return layer
        },
        LayerCase("DepthwiseDenseAffine") { try DepthwiseDenseAffine(outputShape: [3, 2]) },
        LayerCase("DepthwiseDenseAffine host_only") {
            let layer = try DepthwiseDenseAffine(outputShape: [3, 2])
            try layer.sendCommand("host_only true")
            return layer
        },
        LayerCase("StochasticBatchNormalization") { try StochasticBatchNormalization(momentum: 0.5) },
    ]

    /// Layers whose backward is not the derivative of their forward.
    static let others = [
        LayerCase("Binarize") { try Binarize() },
        LayerCase("Binarize to numbers") { try Binarize(binaryLow: 0.25, binaryHigh: 0.75) },
        LayerCase("Binarize bit") { try Binarize(binaryType: .bit) },
        LayerCase("ReLU binary") {
            let layer = try ReLU()
            try layer.sendCommand("binary true")
            return layer
        },
        LayerCase("MaxPooling", input: [2, 3, 4]) { try MaxPooling() },
        LayerCase("MaxPooling of a whole image", input: [3, 2, 2]) { try MaxPooling(filterSize: PlaneSize(5)) },
        LayerCase("Dropout") { try Dropout(rate: 0.5) },
        LayerCase("AverageLut") { try AverageLut(outputShape: [4]) },
        LayerCase("AverageLut of numbers") { try AverageLut(outputShape: [4], binarize: false, inputsPerNode: 4) },
        LayerCase("MaxLut") { try MaxLut(outputShape: [4]) },
        LayerCase("DenseAffineQuantize") { try DenseAffineQuantize(outputShape: [5], inputBits: 4) },
        LayerCase("DepthwiseDenseAffineQuantize") { try DepthwiseDenseAffineQuantize(outputShape: [3, 2]) },
        LayerCase("BitEncode") { try BitEncode(bitSize: 3) },
        LayerCase("BitEncode bit") { try BitEncode(bitSize: 2, binaryType: .bit) },
        LayerCase("MaxLut bit") { try MaxLut(outputShape: [4], binaryType: .bit) },
    ]

    static let all = differentiable + others

    /// Layers of bits that measure their signals as they train.
    static let measuring = [
        LayerCase("DifferentiableLut with momentum") { try DifferentiableLut(outputShape: [5], momentum: 0.5) },
        LayerCase("DifferentiableLut of wires that learn") {
            try DifferentiableLut(outputShape: [5], learnable: .init(candidates: 3), momentum: 0.5)
        },
    ]

    /// Further layers with parameters, in the modes in which they have a derivative; for the finite differences alone.
    static let trainable =
        [
            lut("DifferentiableLut") { try DifferentiableLut(outputShape: [3], binarize: false, gamma: 0.1) },
            lut("DifferentiableLut of 4 inputs without normalisation") {
                try DifferentiableLut(outputShape: [3], binarize: false, batchNorm: false, inputsPerNode: 4)
            },
            lut("StochasticLut") {
                let layer = try StochasticLut(outputShape: [3])
                try layer.sendCommand("lut_binarize false")
                return layer
            },
            lut("DifferentiableLutDiscrete") {
                let layer = try DifferentiableLutDiscrete(outputShape: [3], gamma: 0.1)
                try layer.sendCommand("lut_binarize false")
                return layer
            },
            LayerCase("DenseAffineQuantize without rounding") {
                try DenseAffineQuantize(outputShape: [5], quantize: false)
            },
            LayerCase("DepthwiseDenseAffineQuantize without rounding") {
                try DepthwiseDenseAffineQuantize(outputShape: [3, 2], quantize: false)
            },
            LayerCase("BinaryDenseAffine without activation") {
                try BinaryDenseAffine(outputShape: [5], activation: false)
            },
            LayerCase("Convolution2d", input: [2, 4, 3]) {
                try Convolution2d(DenseAffine(outputShape: [3]), filterSize: PlaneSize(2))
            },
            LayerCase("Sequential of Convolution2d, pooling and activation", input: [1, 4, 4]) {
                let convolution = try Convolution2d(
                    DenseAffine(outputShape: [2]), filterSize: PlaneSize(3), padding: .same, borderMode: .constant)
                return Sequential([convolution, try StochasticMaxPooling(), try Sigmoid()])
            },
            LayerCase("Concatenate") {
                try Concatenate(branches: [
                    Sequential([DenseAffine(outputShape: [3]), Sigmoid()]), Sequential(),
                    Sequential([DenseAffine(outputShape: [2], seed: 2)]),
                ])
            },
            LayerCase("Switcher") {
                try Switcher(["dense": DenseAffine(outputShape: [6]), "normal": ReLU()], initialModel: "dense")
            },
        ]

    /// A layer of LUTs whose tables are spread over (0.1, 0.9), for inputs in (0.1, 0.9): no clamp works.
    private static func lut(_ name: String, _ make: @escaping @Sendable () throws -> any Model) -> LayerCase {
        LayerCase(name, input: [7], range: 0.1...0.9) {
            let layer = try make()
            try layer.setInputShape([7])
            for table in layer.parameters.tensors {
                table.assign(Tensor.uniform(shape: table.shape, low: 0.1, high: 0.9, seed: 5))
            }
            return layer
        }
    }
}
