/// DenseAffine with rounded weights and outputs (manual §6.2.5.5); see `GroupedDense` for the formulas. W is `[outputs, inputs]`.
public final class DenseAffineQuantize: GroupedDense {
    /// A layer with the defaults of the manual's Python class; 0 bits leave a number as it is, scale 0 makes the step 2^−(bits−1).
    /// - Throws: `BrainError` if a rounding, the output shape or the initialiser is not usable.
    public init(
        outputShape: Shape, quantize: Bool = true, weightBits: Int = 8, outputBits: Int = 16, inputBits: Int = 0,
        weightScale: Float = 0.00390625, outputScale: Float = 0.00390625, inputScale: Float = 0.00390625,
        initializeStd: Float = 0.01, initializer: String = "", seed: UInt64 = 1, name: String? = nil
    ) throws {
        try super.init(
            Self.card, outputShape: outputShape,
            quantizations: Quantizations(
                weights: Quantization(bits: weightBits, scale: weightScale),
                output: Quantization(bits: outputBits, scale: outputScale),
                input: Quantization(bits: inputBits, scale: inputScale)),
            quantizes: quantize, initializeStd: initializeStd, initializer: initializer, seed: seed, name: name,
            groups: { _ in 1 })
    }

    override var isDepthwise: Bool { false }

    override func parameterShapes(inputs: Int, groups: Int) -> (weights: Shape, bias: Shape) {
        ([outputShape.count, inputs], [outputShape.count])
    }
}

/// A dense layer for each channel (manual §6.2.5.6); see `GroupedDense` for the formulas. W is
/// `[depth, outputs of a channel, inputs of a channel]`.
public final class DepthwiseDenseAffine: GroupedDense {
    /// A layer with the defaults of the manual's Python class. The depth is `depthSize`, else inputs / `inputPointSize`, else
    /// the output's first axis.
    /// - Throws: `BrainError` if a size, the output shape or the initialiser is not usable.
    public init(
        outputShape: Shape, inputPointSize: Int = 0, depthSize: Int = 0, initializeStd: Float = 0.01,
        initializer: String = "", seed: UInt64 = 1, name: String? = nil
    ) throws {
        let rule = try DepthRule(outputShape, inputPointSize: inputPointSize, depthSize: depthSize)
        try super.init(
            Self.card, outputShape: outputShape, quantizations: nil, quantizes: false,
            initializeStd: initializeStd, initializer: initializer, seed: seed, name: name, groups: rule.depth)
    }
}

/// DepthwiseDenseAffine with rounded weights and inputs (manual §6.2.5.7). The output is not rounded: the original never applies
/// its output bits and scale.
public final class DepthwiseDenseAffineQuantize: GroupedDense {
    /// A layer with the defaults of the manual's Python class; the depth follows as in DepthwiseDenseAffine.
    /// - Throws: `BrainError` if a rounding, a size, the output shape or the initialiser is not usable.
    public init(
        outputShape: Shape, inputPointSize: Int = 0, depthSize: Int = 0, quantize: Bool = true, weightBits: Int = 8,
        outputBits: Int = 16, inputBits: Int = 0, weightScale: Float = 0.00390625, outputScale: Float = 0.00390625,
        inputScale: Float = 0.00390625, initializeStd: Float = 0.01, initializer: String = "", seed: UInt64 = 1,
        name: String? = nil
    ) throws {
        let rule = try DepthRule(outputShape, inputPointSize: inputPointSize, depthSize: depthSize)
        try super.init(
            Self.card, outputShape: outputShape,
            quantizations: Quantizations(
                weights: Quantization(bits: weightBits, scale: weightScale),
                output: Quantization(bits: outputBits, scale: outputScale),
                input: Quantization(bits: inputBits, scale: inputScale)),
            quantizes: quantize, initializeStd: initializeStd, initializer: initializer, seed: seed, name: name,
            groups: rule.depth)
    }
}

/// How the number of channels of a depthwise layer follows from the sizes that are given.
private struct DepthRule {
    private let outputShape: Shape
    private let inputPointSize: Int
    private let depthSize: Int

    init(_ outputShape: Shape, inputPointSize: Int, depthSize: Int) throws {
        guard inputPointSize >= 0, depthSize >= 0 else {
            throw BrainError(
                .parameter, what: "depthwise layer", why: "input_point_size or depth_size is negative",
                remedy: "choose 0 (follow from the other sizes) or more")
        }
        self.outputShape = outputShape
        self.inputPointSize = inputPointSize
        self.depthSize = depthSize
    }

    /// Channels of an input; 0 if it cannot be divided.
    func depth(_ input: Shape) -> Int {
        if depthSize > 0 { return depthSize }
        guard inputPointSize > 0 else { return outputShape[0] }
        return input.count % inputPointSize == 0 ? input.count / inputPointSize : 0
    }
}
