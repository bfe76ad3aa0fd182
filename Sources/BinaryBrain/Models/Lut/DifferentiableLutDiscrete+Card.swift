extension DifferentiableLutDiscrete {
    /// What is known of the class.
    public static let card = LayerCard(
        "DifferentiableLutDiscrete", "StochasticLut, then StochasticBatchNormalization, then HardTanh(0, 1)",
        formula: "y = clamp(gamma · (clamp(y0, 0, 1) − mean)/(√var + 10⁻⁷) + beta, 0, 1), y0 as in DifferentiableLut",
        shapes: "any → output_shape",

        fields: [
            .outputShape, .connection(), .flag("batch_norm", true, "the sums are normalised"),
            .number("momentum", 0...1, 0, LayerField.momentumMeaning),
            .number("gamma", 0.3, "the deviation that the normalisation gives"),
            .number("beta", 0.5, "the mean that the normalisation gives"),
            .flag("activation", true, "HardTanh follows"), .seed, .layerName, .inputsPerNode,
            .binType,
        ],
        commands: [.memorySaving],
        file: .byInputs("DifferentiableLutDiscrete") { try read(from: &$0, inputs: $1, type: $2) }
    ) { fields in
        try DifferentiableLutDiscrete(
            outputShape: fields.shape("output_shape"), connection: fields.connection(),
            batchNorm: fields.flag("batch_norm"), momentum: fields.number("momentum"), gamma: fields.number("gamma"),
            beta: fields.number("beta"), activation: fields.flag("activation"), seed: fields.seed, name: fields.name,
            inputsPerNode: fields.integer("N"), binaryType: fields.binaryType)
    }

    private static func read(
        from reader: inout ObjectReader, inputs: Int, type: DType
    ) throws -> DifferentiableLutDiscrete {
        let start = reader.offset
        let name = try reader.beginLayer("DifferentiableLutDiscrete")
        let memorySaving = try reader.bool("memory_saving")
        let usesBatchNorm = try reader.bool("batch_norm")
        let hasActivation = try reader.bool("activation")
        let lut = try reader.part("lut", StochasticLut.self)
        guard lut.inputsPerNode == inputs, lut.binaryType == type else {
            throw reader.error("lut", expected: "\(inputs) inputs", found: lut.objectName, at: start)
        }
        let nodes = lut.outputShape.count
        let normalization =
            usesBatchNorm
            ? try reader.part("batch_norm", StochasticBatchNormalization.self, nodes: nodes)
            : try StochasticBatchNormalization(momentum: 0, gamma: 0.3)
        let activation =
            hasActivation
            ? try reader.part("activation", HardTanh.self, nodes: nodes)
            : try HardTanh(hardTanhMin: 0, hardTanhMax: 1, binaryType: type)
        if !usesBatchNorm { try normalization.setInputShape(lut.outputShape) }
        if !hasActivation { try activation.setInputShape(lut.outputShape) }
        return DifferentiableLutDiscrete(
            lut, normalization, activation, usesBatchNorm: usesBatchNorm, usesActivation: hasActivation,
            memorySaving: memorySaving, name: name)
    }
}
