extension DenseAffineQuantize {
    /// What is known of the class.
    public static let card = LayerCard(
        "DenseAffineQuantize", "weighted sums of all inputs, with rounded numbers",
        formula: "y = q_out(q_w(W) · q_in(x) + q_w(b)), each q rounding to some bits at a scale",
        shapes: "any → output_shape",

        fields: [.outputShape] + roundingFields + LayerField.initializer + [.seed, .layerName],
        commands: [.quantize, .hostOnly] + LayerLocks.commands,
        states: LayerState.locks,
        file: .single("DenseAffineQuantize", suffix: "_fp32") {
            try read("DenseAffineQuantize", from: &$0, isDepthwise: false, rounds: true)
        }
    ) { fields in
        try DenseAffineQuantize(
            outputShape: fields.shape("output_shape"), quantize: fields.flag("quantize"),
            weightBits: fields.integer("weight_bits"), outputBits: fields.integer("output_bits"),
            inputBits: fields.integer("input_bits"), weightScale: fields.number("weight_scale"),
            outputScale: fields.number("output_scale"), inputScale: fields.number("input_scale"),
            initializeStd: fields.number("initialize_std"), initializer: fields.text("initializer"),
            seed: fields.seed, name: fields.name)
    }
}

extension DepthwiseDenseAffine {
    /// What is known of the class.
    public static let card = LayerCard(
        "DepthwiseDenseAffine", "weighted sums of the inputs of each channel",
        formula: "y_c = W_c x_c + b_c for each channel c",
        shapes: "[C, …] → output_shape of C channels",

        fields: [.outputShape] + depthFields + LayerField.initializer + [.seed, .layerName],
        commands: [.keepBinary, .hostOnly] + LayerLocks.commands,
        states: LayerState.locks,
        file: .single("DepthwiseDenseAffine", suffix: "_fp32", versions: 1...2, versionOfCheckpoints: 1) {
            try read("DepthwiseDenseAffine", from: &$0, isDepthwise: true, rounds: false)
        }
    ) { fields in
        try DepthwiseDenseAffine(
            outputShape: fields.shape("output_shape"), inputPointSize: fields.integer("input_point_size"),
            depthSize: fields.integer("depth_size"), initializeStd: fields.number("initialize_std"),
            initializer: fields.text("initializer"), seed: fields.seed, name: fields.name)
    }
}

extension DepthwiseDenseAffineQuantize {
    /// What is known of the class.
    public static let card = LayerCard(
        "DepthwiseDenseAffineQuantize", "weighted sums of the inputs of each channel, with rounded numbers",
        formula: "y_c = q_w(W_c) · q_in(x_c) + q_w(b_c) for each channel c",
        shapes: "[C, …] → output_shape of C channels",

        fields: [.outputShape] + depthFields + roundingFields + LayerField.initializer + [.seed, .layerName],
        commands: [.quantize, .hostOnly] + LayerLocks.commands,
        states: LayerState.locks,
        file: .single("DepthwiseDenseAffineQuantize", suffix: "_fp32") {
            try read("DepthwiseDenseAffineQuantize", from: &$0, isDepthwise: true, rounds: true)
        }
    ) { fields in
        try DepthwiseDenseAffineQuantize(
            outputShape: fields.shape("output_shape"), inputPointSize: fields.integer("input_point_size"),
            depthSize: fields.integer("depth_size"), quantize: fields.flag("quantize"),
            weightBits: fields.integer("weight_bits"), outputBits: fields.integer("output_bits"),
            inputBits: fields.integer("input_bits"), weightScale: fields.number("weight_scale"),
            outputScale: fields.number("output_scale"), inputScale: fields.number("input_scale"),
            initializeStd: fields.number("initialize_std"), initializer: fields.text("initializer"),
            seed: fields.seed, name: fields.name)
    }
}

extension LayerCommand {
    /// Whether numbers are rounded.
    fileprivate static let quantize = flag("quantize", "numbers are rounded") { (layer: GroupedDense, on: Bool) in
        layer.quantizes = on
    }
    /// Whether the original's layer is in binary mode.
    fileprivate static let keepBinary = withoutEffect("binary") { (layer: GroupedDense, on: Bool) in
        layer.binaryMode = on
    }
}
