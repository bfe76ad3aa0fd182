extension StochasticLut {
    private static let ownCommands: [LayerCommand] = [
        .withoutEffect("y_binarize") { (layer: StochasticLut, on: Bool) in layer.binarizesOutput = on },
        .withoutEffect("host_simd") { (layer: StochasticLut, on: Bool) in layer.hostSimd = on },
    ]

    /// What is known of the class.
    public static let card = LayerCard(
        "StochasticLut", "learned look-up tables, computed with probabilities",
        formula: "y = clamp(Σ_p W_p · Π_j (bit j of p ? x_j : 1 − x_j), 0, 1)",
        shapes: "any → output_shape",

        fields: [.outputShape, .learnableConnection, .seed, .layerName, .inputsPerNode, .binType],
        commands: LearnedLut.commands + ownCommands,
        // To bits it is itself in real mode only, where they are 0 and 1.
        states: [.hostOnly] + LayerState.wires, binary: .inputs,
        file: .byInputs("StochasticLut") { try read(from: &$0, inputsPerNode: $1, binaryType: $2) }
    ) { fields in
        try StochasticLut(
            outputShape: fields.shape("output_shape"), connection: fields.wires.rule,
            learnable: fields.wires.learnable, seed: fields.seed,
            name: fields.name, inputsPerNode: fields.integer("N"), binaryType: fields.binaryType)
    }

    /// Bytes of scratch memory that the original allows its GPU code, and stores; of no meaning here.
    static let temporaryMemoryLimit = 256 << 20

    private static func read(
        from reader: inout ObjectReader, inputsPerNode: Int, binaryType: DType
    ) throws -> StochasticLut {
        let name = try reader.beginLayer("StochasticLut")
        let hostOnly = try reader.bool("host_only")
        let hostSimd = try reader.bool("host_simd")
        let binaryMode = try reader.bool("binary_mode")
        let binarizesTables = try reader.bool("lut_binarize")
        let binarizesOutput = try reader.bool("y_binarize")
        _ = try reader.int64("size of temporary memory")
        let rule = try reader.connectionRule()
        let bias = try reader.float("unbinarize_bias")
        let wires = try LutObjects.readWiresAndTables(from: &reader, inputsPerNode: inputsPerNode)

        let layer = try StochasticLut(
            outputShape: wires.connection.outputShape, connection: rule, name: name, inputsPerNode: inputsPerNode,
            binaryType: binaryType)
        layer.install(connection: wires.connection, weights: wires.tables)
        layer.hostOnly = hostOnly
        layer.hostSimd = hostSimd
        layer.binaryMode = binaryMode
        layer.binarizesTables = binarizesTables
        layer.binarizesOutput = binarizesOutput
        layer.unbinarizeBias = bias
        return layer
    }
}
