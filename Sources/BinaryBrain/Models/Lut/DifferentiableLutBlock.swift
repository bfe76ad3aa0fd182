extension Sequential {
    /// Several LUT layers for one, with six times the nodes from layer to layer towards the input (the original's
    /// DifferentiableLutBlock): a node of the output depends on 6^depth inputs.
    ///
    /// The output layer is an `AverageLut`; the `depth` − 1 layers before it are `DifferentiableLut`s. All are wired in series
    /// but the first, which is wired at random.
    /// - Throws: `BrainError` unless the depth is 1 to 8 and the output shape usable.
    public static func differentiableLutBlock(
        outputShape: Shape, depth: Int, batchNorm: Bool = true, momentum: Float = 0, gamma: Float = 0.3,
        beta: Float = 0.5, seed: UInt64 = 1, name: String? = nil, binaryType: DType = .fp32
    ) throws -> Sequential {
        guard (1...8).contains(depth) else {
            throw BrainError(
                .parameter, what: "DifferentiableLutBlock", why: "depth \(depth) is not usable",
                remedy: "choose 1 to 8")
        }
        var shape = try outputShape.validated(for: "output of DifferentiableLutBlock")
        var layers: [any Model] = []
        for level in 0..<depth {
            let rule: ConnectionRule = level == depth - 1 ? .random : .serial
            if level == 0 {
                layers = [
                    try AverageLut(outputShape: shape, connection: rule, seed: seed, binaryType: binaryType)
                ]
            } else {
                layers.insert(
                    try DifferentiableLut(
                        outputShape: shape, connection: rule, batchNorm: batchNorm, momentum: momentum, gamma: gamma,
                        beta: beta, seed: seed, binaryType: binaryType), at: 0)
            }
            shape[0] *= 6
        }
        return Sequential(layers, name: name)
    }

    /// What is known of `differentiableLutBlock`: a layer of experiment files that becomes a Sequential.
    public static let differentiableLutBlockCard = LayerCard(
        "DifferentiableLutBlock", "several layers of LUTs as one, each with six times the nodes of the next",
        formula: "DifferentiableLut of 6^(depth − 1) · nodes, …, of 6 · nodes, of output_shape",
        shapes: "any → output_shape",

        fields: [
            .outputShape, LayerField(required: "depth", .integer(1...8), "number of layers"),
            .flag("batch_norm", true, "the sums are normalised"),
            .number("momentum", 0...1, 0, LayerField.momentumMeaning),
            .number("gamma", 0.3, "the deviation that the normalisation gives"),
            .number("beta", 0.5, "the mean that the normalisation gives"), .seed, .layerName, .binType,
        ],
        file: nil
    ) { fields in
        try Sequential.differentiableLutBlock(
            outputShape: fields.shape("output_shape"), depth: fields.integer("depth"),
            batchNorm: fields.flag("batch_norm"), momentum: fields.number("momentum"), gamma: fields.number("gamma"),
            beta: fields.number("beta"), seed: fields.seed, name: fields.name, binaryType: fields.binaryType)
    }
}
