/// DenseAffine, then BatchNormalization, then Binarize (the original's BinaryDenseAffine).
///
/// Commands: `batch_norm` and `activation` (whether that part is in use), `memory_saving`, and those of the parts.
public final class BinaryDenseAffine: LayerChain {
    /// The dense layer.
    public let affine: DenseAffine
    /// The normalisation.
    public let batchNormalization: BatchNormalization
    /// What makes one of two levels of each normalised sum.
    public let activation: Binarize

    /// A layer with the original's defaults; the two levels do what they say (the original ignores them).
    /// - Throws: `BrainError` if the output shape, the initialiser, momentum, gamma, beta or the type is not usable.
    public convenience init(
        outputShape: Shape, batchNorm: Bool = true, activation: Bool = true, momentum: Float = 0.9, gamma: Float = 1,
        beta: Float = 0, initializeStd: Float = 0.01, initializer: String = "", binaryLow: Float = -1,
        binaryHigh: Float = 1, seed: UInt64 = 1, name: String? = nil, binaryType: DType = .fp32
    ) throws {
        try self.init(
            DenseAffine(
                outputShape: outputShape, initializeStd: initializeStd, initializer: initializer, seed: seed),
            BatchNormalization(momentum: momentum, gamma: gamma, beta: beta),
            Binarize(binaryLow: binaryLow, binaryHigh: binaryHigh, binaryType: binaryType), name: name)
        use(batchNorm, part: 1)
        use(activation, part: 2)
    }

    init(
        _ affine: DenseAffine, _ batchNormalization: BatchNormalization, _ activation: Binarize,
        memorySaving: Bool = true, name: String?
    ) {
        self.affine = affine
        self.batchNormalization = batchNormalization
        self.activation = activation
        super.init(
            Self.card, modelName: "BinaryDenseAffine",
            objectName: "BinaryDenseAffine_\(activation.binaryType.name)_fp32",
            parts: [affine, batchNormalization, activation], memorySaving: memorySaving, name: name)
    }

    /// Whether the normalisation is in use.
    public var usesBatchNorm: Bool { !skipped.contains(1) }
    /// Whether the activation is in use.
    public var usesActivation: Bool { !skipped.contains(2) }

    public override var levelsBesideFiles: Binarization? { usesActivation ? activation.levelsBesideFiles : nil }

    /// Takes a part into use or out of it.
    func use(_ isUsed: Bool, part: Int) {
        if isUsed { skipped.remove(part) } else { skipped.insert(part) }
    }

    /// What files leave out with a part that is not in use: it may be taken into use again.
    public override var trainingState: [String: [UInt64]] {
        get {
            var state: [String: [UInt64]] = [:]
            if !usesBatchNorm, let usual = try? BatchNormalization(), (try? usual.setInputShape(outputShape)) != nil {
                let numbers = batchNormalization.numbers
                if numbers != usual.numbers { state = numbers }
            }
            if !usesActivation, activation.hostOnly { state["activation.host_only"] = [1] }
            return state
        }
        set {
            batchNormalization.numbers = newValue
            if !usesActivation { activation.hostOnly = newValue["activation.host_only"] == [1] }
        }
    }

    public override func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(memorySaving)
        writer.write(usesBatchNorm)
        writer.write(usesActivation)
        for part in writer.isForCheckpoint ? active : parts { try writer.write(model: part) }
    }

    public override var hardware: HardwareForm { .sumsOfAllInputs }
}
