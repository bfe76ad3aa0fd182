extension DifferentiableLut {
    private static let ownCommands: [LayerCommand] = [
        .flag("batch_norm", "the normalisation is in use") { (layer: DifferentiableLut, on: Bool) in
            layer.batchNorm = on
        },
        .number("momentum", in: 0...1, "share of the old statistics that each step keeps") {
            (layer: DifferentiableLut, value: Float) in layer.momentum = value
        },
    ]

    /// What is known of the class.
    public static let card = LayerCard(
        "DifferentiableLut", "learned look-up tables, with normalisation and binarisation",
        formula:
            "y0 = Σ_p W_p · Π_j (bit j of p ? x_j : 1 − x_j); z = gamma · (y0 − mean)/√var + beta; y = z > 0.5 as a bit, or z between 0 and 1. With direct tables y = W_p > 0.5",
        shapes: "any → output_shape",

        fields: [
            .outputShape, .learnableConnection,
            .choice(
                "table", LutTableRule.allCases.map(\.rawValue), LutTableRule.smoothed.rawValue,
                "smoothed: as in the original; direct: each entry learns from the frames that meet it, without normalisation"
            ),
            LayerField(
                "init", .choice(LutTableStart.allCases.map(\.rawValue)),
                "what the tables begin with: N(0.5, 0.01), U(0, 1), or copies of an input"),
            .flag("binarize", true, "outputs are bits, not numbers"),
            .flag("batch_norm", true, "the sums are normalised"),
            .number("momentum", 0...1, 0, LayerField.momentumMeaning),
            .number("gamma", 0.3, "the deviation that the normalisation gives"),
            .number("beta", 0.5, "the mean that the normalisation gives"), .seed, .layerName,
            .inputsPerNode, .binType,
        ],
        commands: LearnedLut.commands + ownCommands + LayerLocks.commands,
        states: [.hostOnly, LayerState("direct_tables", "how they train (table: direct)")] + LayerState.wires
            + LayerState.locks,
        file: .byInputs("DifferentiableLut") { try read(from: &$0, inputsPerNode: $1, binaryType: $2) }
    ) { fields in
        try DifferentiableLut(
            outputShape: fields.shape("output_shape"), connection: fields.wires.rule,
            learnable: fields.wires.learnable,
            table: LutTableRule(rawValue: fields.text("table")) ?? .smoothed,
            start: fields.optionalText("init").flatMap(LutTableStart.init), binarize: fields.flag("binarize"),
            batchNorm: fields.flag("batch_norm"),
            momentum: fields.number("momentum"), gamma: fields.number("gamma"), beta: fields.number("beta"),
            seed: fields.seed, name: fields.name, inputsPerNode: fields.integer("N"), binaryType: fields.binaryType)
    }

    /// The connection rule and the seed are not in the file; they would matter only for another input shape.
    private static func read(
        from reader: inout ObjectReader, inputsPerNode: Int, binaryType: DType
    ) throws -> DifferentiableLut {
        let name = try reader.beginLayer("DifferentiableLut")
        let hostOnly = try reader.bool("host_only")
        let binarizesTables = try reader.bool("lut_binarize")
        let binaryMode = try reader.bool("binary_mode")
        let batchNorm = try reader.bool("batch_norm")
        let clampPending = try reader.bool("clamp flag")
        let wires = try LutObjects.readWiresAndTables(from: &reader, inputsPerNode: inputsPerNode)
        let bias = try reader.float("unbinarize_bias")
        let momentum = try reader.float("momentum")
        let gamma = try reader.float("gamma")
        let beta = try reader.float("beta")
        let mean = try reader.statistics("running_mean", of: wires.connection.outputShape)
        let variance = try reader.statistics("running_var", of: wires.connection.outputShape)

        let layer = try DifferentiableLut(
            outputShape: wires.connection.outputShape, binarize: binaryMode, batchNorm: batchNorm, momentum: momentum,
            gamma: gamma, beta: beta, name: name, inputsPerNode: inputsPerNode, binaryType: binaryType)
        layer.install(connection: wires.connection, weights: wires.tables)
        layer.runningMean.assign(mean)
        layer.runningVariance.assign(variance)
        layer.hostOnly = hostOnly
        layer.binarizesTables = binarizesTables
        layer.clampPending = clampPending
        layer.unbinarizeBias = bias
        return layer
    }
}
