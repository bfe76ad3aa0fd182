/// Small perceptrons whose outputs become bits (manual §5.2.3.4): MicroMlpAffine, then BatchNormalization, then Binarize to −1
/// and +1.
///
/// The output is binary whatever `binary` says. Commands: `memory_saving`, and those of the parts.
public final class MicroMlp: LayerChain, SparseModel {
    /// The perceptrons.
    public let affine: MicroMlpAffine
    /// The normalisation.
    public let batchNormalization: BatchNormalization
    /// What makes −1 and +1 of the normalised outputs.
    public let activation: Binarize

    /// A layer with the original's defaults.
    /// - Throws: `BrainError` if a size, the output shape, the type, momentum, gamma or beta is not usable.
    public convenience init(
        outputShape: Shape, connection: ConnectionRule = .random, momentum: Float = 0, gamma: Float = 1,
        beta: Float = 0, seed: UInt64 = 1, name: String? = nil, inputsPerNode: Int = 6, hiddenCount: Int = 16,
        binaryType: DType = .fp32
    ) throws {
        try self.init(
            MicroMlpAffine(
                outputShape: outputShape, connection: connection, seed: seed, inputsPerNode: inputsPerNode,
                hiddenCount: hiddenCount, binaryType: binaryType),
            BatchNormalization(momentum: momentum, gamma: gamma, beta: beta), Binarize(binaryType: binaryType),
            name: name)
    }

    init(
        _ affine: MicroMlpAffine, _ batchNormalization: BatchNormalization, _ activation: Binarize,
        memorySaving: Bool = true, name: String?
    ) {
        self.affine = affine
        self.batchNormalization = batchNormalization
        self.activation = activation
        let modelName = "MicroMlp\(affine.inputsPerNode)_\(affine.hiddenCount)"
        super.init(
            Self.card, modelName: modelName, objectName: "\(modelName)_\(affine.binaryType.name)_fp32",
            parts: [affine, batchNormalization, activation], memorySaving: memorySaving, name: name)
    }

    public var inputsPerNode: Int { affine.inputsPerNode }
    public var connection: ConnectionTable? { affine.connection }
    public override var outputShape: Shape { affine.outputShape }
    public override var lutCount: Int? { outputShape.count }

    public func patternOutputs() throws -> FrameBuffer {
        try activation.forward(batchNormalization.forward(affine.patternOutputs(), train: false), train: false)
    }

    public override func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(memorySaving)
        for part in parts { try writer.write(model: part) }
    }
}
