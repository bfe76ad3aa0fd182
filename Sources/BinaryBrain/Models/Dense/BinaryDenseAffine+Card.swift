extension BinaryDenseAffine {
    /// What files leave out with a part that is not in use.
    private static let statesOfUnusedParts =
        ["gamma", "beta", "running_mean", "running_var", "momentum", "switches"].map {
            LayerState("batch_norm.\($0)", "the BatchNormalization that is not in use")
        } + [LayerState("activation.host_only", "host_only of the activation that is not in use")]

    /// What is known of the class.
    public static let card = LayerCard(
        "BinaryDenseAffine", "DenseAffine, then BatchNormalization, then Binarize",
        formula: "y = gamma · (W x + b − mean)/√(var + 10⁻⁷) + beta > 0 ? binary_high : binary_low",
        shapes: "any → output_shape",

        fields: [
            .outputShape, .flag("batch_norm", true, "the sums are normalised"),
            .flag("activation", true, "the outputs are binarised"),
            .number("momentum", 0...1, 0.9, LayerField.momentumMeaning),
            .number("gamma", 1, "the factor that the normalisation begins with"),
            .number("beta", 0, "the offset that the normalisation begins with"),
            .number("binary_low", -1, "the lower level"), .number("binary_high", 1, "the upper level"), .binType,
        ] + LayerField.initializer + [.seed, .layerName],
        commands: [
            .memorySaving,
            .flag("batch_norm", "the normalisation is in use") { (layer: BinaryDenseAffine, on: Bool) in
                layer.use(on, part: 1)
            },
            .flag("activation", "the binarisation is in use") { (layer: BinaryDenseAffine, on: Bool) in
                layer.use(on, part: 2)
            },
        ],
        states: BinaryDenseAffine.statesOfUnusedParts,
        file: .byBinaryType("BinaryDenseAffine") { try read(from: &$0, binaryType: $1) }
    ) { fields in
        try BinaryDenseAffine(
            outputShape: fields.shape("output_shape"), batchNorm: fields.flag("batch_norm"),
            activation: fields.flag("activation"), momentum: fields.number("momentum"),
            gamma: fields.number("gamma"), beta: fields.number("beta"),
            initializeStd: fields.number("initialize_std"), initializer: fields.text("initializer"),
            binaryLow: fields.number("binary_low"), binaryHigh: fields.number("binary_high"), seed: fields.seed,
            name: fields.name, binaryType: fields.binaryType)
    }

    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> BinaryDenseAffine {
        let name = try reader.beginLayer("BinaryDenseAffine")
        let memorySaving = try reader.bool("memory_saving")
        let usesBatchNorm = try reader.bool("batch_norm")
        let usesActivation = try reader.bool("activation")
        let affine = try reader.part("affine", DenseAffine.self)
        let nodes = affine.outputShape.count
        // The original stores the parts that are out of use, too; checkpoints do not.
        let normalization =
            usesBatchNorm || !reader.isFromCheckpoint
            ? try reader.part("batch_norm", BatchNormalization.self, nodes: nodes) : try BatchNormalization()
        let activation =
            usesActivation || !reader.isFromCheckpoint
            ? try reader.part("activation", Binarize.self, nodes: nodes) : try Binarize(binaryType: binaryType)
        if normalization.inputShape.rank == 0 { try normalization.setInputShape(affine.outputShape) }
        if activation.inputShape.rank == 0 { try activation.setInputShape(affine.outputShape) }
        let layer = BinaryDenseAffine(affine, normalization, activation, memorySaving: memorySaving, name: name)
        layer.use(usesBatchNorm, part: 1)
        layer.use(usesActivation, part: 2)
        return layer
    }
}
