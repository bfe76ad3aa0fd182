import BinaryBrain

extension LayerClass {
    /// Dense layers with roundings, groups or binary outputs.
    static let specialDense = [
        LayerClass(name: "DenseAffineQuantize", fields: [.outputShape] + quantizeFields + initializerFields) { fields in
            try DenseAffineQuantize(
                outputShape: fields.shape("output_shape"), quantize: fields.flag("quantize", true),
                weightBits: fields.integer("weight_bits", 8), outputBits: fields.integer("output_bits", 16),
                inputBits: fields.integer("input_bits", 0), weightScale: fields.number("weight_scale", 0.00390625),
                outputScale: fields.number("output_scale", 0.00390625),
                inputScale: fields.number("input_scale", 0.00390625),
                initializeStd: fields.number("initialize_std", 0.01), initializer: fields.text("initializer", ""),
                seed: fields.seed, name: fields.name)
        },
        LayerClass(name: "DepthwiseDenseAffine", fields: [.outputShape] + depthFields + initializerFields) { fields in
            try DepthwiseDenseAffine(
                outputShape: fields.shape("output_shape"), inputPointSize: fields.integer("input_point_size", 0),
                depthSize: fields.integer("depth_size", 0), initializeStd: fields.number("initialize_std", 0.01),
                initializer: fields.text("initializer", ""), seed: fields.seed, name: fields.name)
        },
        LayerClass(
            name: "DepthwiseDenseAffineQuantize",
            fields: [.outputShape] + depthFields + quantizeFields + initializerFields
        ) { fields in
            try DepthwiseDenseAffineQuantize(
                outputShape: fields.shape("output_shape"), inputPointSize: fields.integer("input_point_size", 0),
                depthSize: fields.integer("depth_size", 0), quantize: fields.flag("quantize", true),
                weightBits: fields.integer("weight_bits", 8), outputBits: fields.integer("output_bits", 16),
                inputBits: fields.integer("input_bits", 0), weightScale: fields.number("weight_scale", 0.00390625),
                outputScale: fields.number("output_scale", 0.00390625),
                inputScale: fields.number("input_scale", 0.00390625),
                initializeStd: fields.number("initialize_std", 0.01), initializer: fields.text("initializer", ""),
                seed: fields.seed, name: fields.name)
        },
        LayerClass(
            name: "BinaryDenseAffine",
            fields: [
                .outputShape, .flag("batch_norm"), .flag("activation"), .number("momentum", 0...1), .number("gamma"),
                .number("beta"), .number("binary_low"), .number("binary_high"), .binType,
            ] + initializerFields
        ) { fields in
            try BinaryDenseAffine(
                outputShape: fields.shape("output_shape"), batchNorm: fields.flag("batch_norm", true),
                activation: fields.flag("activation", true), momentum: fields.number("momentum", 0.9),
                gamma: fields.number("gamma", 1), beta: fields.number("beta", 0),
                initializeStd: fields.number("initialize_std", 0.01), initializer: fields.text("initializer", ""),
                binaryLow: fields.number("binary_low", -1), binaryHigh: fields.number("binary_high", 1),
                seed: fields.seed, name: fields.name, binaryType: fields.binaryType)
        },
    ]

    private static let initializerFields: [LayerField] = [
        .number("initialize_std", 0...1e6),
        LayerField(name: "initializer", kind: .choice(DenseInitializer.allCases.map(\.rawValue))), .seed, .layerName,
    ]
    private static let depthFields: [LayerField] = [
        .integer("input_point_size", 0...Int(Int32.max)), .integer("depth_size", 0...Int(Int32.max)),
    ]
    private static let quantizeFields: [LayerField] = [
        .flag("quantize"), .integer("weight_bits", 0...31), .integer("output_bits", 0...31),
        .integer("input_bits", 0...31), .number("weight_scale"), .number("output_scale"), .number("input_scale"),
    ]
}
