/// DifferentiableLut as three layers (the original's DifferentiableLutDiscrete): StochasticLut, then
/// StochasticBatchNormalization, then HardTanh(0, 1).
///
/// Not quite a DifferentiableLut: tables are binarised by default, y is clamped to [0, 1] before the normalisation, and `binary
/// true` makes the output −1 and +1. Without its activation the output is that of the normalisation. Commands: `memory_saving`, and
/// those of the parts.
public final class DifferentiableLutDiscrete: LayerChain, SparseModel {
    /// The tables.
    public let lut: StochasticLut
    /// The normalisation.
    public let batchNormalization: StochasticBatchNormalization
    /// What limits the normalised numbers to [0, 1].
    public let activation: HardTanh

    /// A layer with the defaults of the original.
    /// - Throws: `BrainError` if N, the output shape, the types, momentum, gamma or beta are not usable.
    public convenience init(
        outputShape: Shape, connection: ConnectionRule = .random, batchNorm: Bool = true, momentum: Float = 0,
        gamma: Float = 0.3, beta: Float = 0.5, activation: Bool = true, seed: UInt64 = 1, name: String? = nil,
        inputsPerNode: Int = 6, binaryType: DType = .fp32
    ) throws {
        try self.init(
            StochasticLut(
                outputShape: outputShape, connection: connection, seed: seed, inputsPerNode: inputsPerNode,
                binaryType: binaryType),
            StochasticBatchNormalization(momentum: momentum, gamma: gamma, beta: beta),
            HardTanh(hardTanhMin: 0, hardTanhMax: 1, binaryType: binaryType), usesBatchNorm: batchNorm,
            usesActivation: activation, name: name)
    }

    init(
        _ lut: StochasticLut, _ batchNormalization: StochasticBatchNormalization, _ activation: HardTanh,
        usesBatchNorm: Bool, usesActivation: Bool, memorySaving: Bool = false, name: String?
    ) {
        self.lut = lut
        self.batchNormalization = batchNormalization
        self.activation = activation
        let modelName = "DifferentiableLutDiscrete\(lut.inputsPerNode)"
        super.init(
            Self.card, modelName: modelName, objectName: "\(modelName)_\(lut.binaryType.name)_fp32",
            parts: [lut, batchNormalization, activation], memorySaving: memorySaving, name: name)
        if !usesBatchNorm { skipped.insert(1) }
        if !usesActivation { skipped.insert(2) }
    }

    public var inputsPerNode: Int { lut.inputsPerNode }
    public var connection: ConnectionTable? { lut.connection }
    public override var outputShape: Shape { lut.outputShape }
    public override var lutCount: Int? { outputShape.count }
    /// Whether the normalisation is in use.
    public var usesBatchNorm: Bool { !skipped.contains(1) }
    /// Whether the activation is in use.
    public var usesActivation: Bool { !skipped.contains(2) }

    public func patternOutputs() throws -> FrameBuffer {
        var y = try lut.patternOutputs()
        if usesBatchNorm { y = try batchNormalization.forward(y, train: false) }
        return usesActivation ? try activation.forward(y, train: false) : y
    }

    public override func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(memorySaving)
        writer.write(usesBatchNorm)
        writer.write(usesActivation)
        for part in active { try writer.write(model: part) }
    }

    /// The activation makes the bits, in use or not.
    public override var hardware: HardwareForm {
        .chain(usesBatchNorm ? parts : [lut, activation])
    }
}
