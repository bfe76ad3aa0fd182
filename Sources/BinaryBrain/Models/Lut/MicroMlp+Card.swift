extension MicroMlp {
    /// What is known of the class.
    public static let card = LayerCard(
        "MicroMlp", "small perceptrons whose outputs become bits",
        formula: "MicroMlpAffine, then BatchNormalization, then y = z > 0 ? +1 : −1",
        shapes: "any → output_shape",

        fields: [
            .outputShape, .connection(), .number("momentum", 0...1, 0, LayerField.momentumMeaning),
            .number("gamma", 1, "the factor that the normalisation begins with"),
            .number("beta", 0, "the offset that the normalisation begins with"), .seed,
            .layerName, .inputsPerNode, .hiddenUnits, .binType,
        ],
        commands: [.memorySaving],
        file: .byHiddenUnits("MicroMlp") { try read(from: &$0, inputs: $1, hidden: $2, type: $3) }
    ) { fields in
        try MicroMlp(
            outputShape: fields.shape("output_shape"), connection: fields.connection(),
            momentum: fields.number("momentum"), gamma: fields.number("gamma"), beta: fields.number("beta"),
            seed: fields.seed, name: fields.name, inputsPerNode: fields.integer("N"),
            hiddenCount: fields.integer("M"), binaryType: fields.binaryType)
    }

    private static func read(
        from reader: inout ObjectReader, inputs: Int, hidden: Int, type: DType
    ) throws -> MicroMlp {
        let name = try reader.beginLayer("MicroMlp")
        let memorySaving = try reader.bool("memory_saving")
        let start = reader.offset
        let affine = try reader.part("affine", MicroMlpAffine.self)
        guard affine.inputsPerNode == inputs, affine.hiddenCount == hidden, affine.binaryType == type else {
            throw reader.error(
                "affine", expected: "\(inputs) inputs and \(hidden) hidden units", found: affine.objectName,
                at: start)
        }
        let nodes = affine.outputShape.count
        let normalization = try reader.part("batch_norm", BatchNormalization.self, nodes: nodes)
        let activation = try reader.part("activation", Binarize.self, nodes: nodes)
        return MicroMlp(affine, normalization, activation, memorySaving: memorySaving, name: name)
    }
}
