import BinaryBrain

extension LayerClass {
    /// LUT layers that do not learn.
    static let fixedLuts = [
        LayerClass(
            name: "BinaryLut",
            fields: [
                .outputShape, .connection, .seed, .layerName, .integer("N", 2...6),
                LayerField(name: "fw_dtype", kind: .choice(["fp32", "bit"])),
            ]
        ) { fields in
            try BinaryLut(
                outputShape: fields.shape("output_shape"), connection: fields.connection(), seed: fields.seed,
                name: fields.name, inputsPerNode: fields.integer("N", 6),
                forwardType: fields.text("fw_dtype", "fp32") == "bit" ? .bit : .fp32)
        },
        LayerClass(name: "AverageLut", fields: reducingFields) { fields in
            try AverageLut(
                outputShape: fields.shape("output_shape"), connection: fields.connection("serial"),
                binarize: fields.flag("binarize", true), binarizeInput: fields.flag("binarize_input", false),
                seed: fields.seed, name: fields.name, inputsPerNode: fields.integer("N", 6),
                binaryType: fields.binaryType)
        },
        LayerClass(name: "MaxLut", fields: reducingFields) { fields in
            try MaxLut(
                outputShape: fields.shape("output_shape"), connection: fields.connection("serial"),
                binarize: fields.flag("binarize", true), binarizeInput: fields.flag("binarize_input", false),
                seed: fields.seed, name: fields.name, inputsPerNode: fields.integer("N", 6),
                binaryType: fields.binaryType)
        },
    ]

    /// LUT layers made of several layers.
    static let lutBlocks = [
        LayerClass(
            name: "MicroMlp",
            fields: [
                .outputShape, .connection, .number("momentum", 0...1), .number("gamma"), .number("beta"), .seed,
                .layerName, .integer("N", 2...6), .integer("M", 1...32), .binType,
            ]
        ) { fields in
            try MicroMlp(
                outputShape: fields.shape("output_shape"), connection: fields.connection(),
                momentum: fields.number("momentum", 0), gamma: fields.number("gamma", 1),
                beta: fields.number("beta", 0), seed: fields.seed, name: fields.name,
                inputsPerNode: fields.integer("N", 6), hiddenCount: fields.integer("M", 16),
                binaryType: fields.binaryType)
        },
        LayerClass(
            name: "MicroMlpAffine",
            fields: [
                .outputShape, .connection, .number("initialize_std", 0...1e6),
                LayerField(name: "initializer", kind: .choice(DenseInitializer.allCases.map(\.rawValue))), .seed,
                .layerName, .integer("N", 2...6), .integer("M", 1...32), .binType,
            ]
        ) { fields in
            try MicroMlpAffine(
                outputShape: fields.shape("output_shape"), connection: fields.connection(),
                initializeStd: fields.number("initialize_std", 0.01), initializer: fields.text("initializer", ""),
                seed: fields.seed, name: fields.name, inputsPerNode: fields.integer("N", 6),
                hiddenCount: fields.integer("M", 16), binaryType: fields.binaryType)
        },
        LayerClass(
            name: "DifferentiableLutDiscrete",
            fields: [
                .outputShape, .connection, .flag("batch_norm"), .number("momentum", 0...1), .number("gamma"),
                .number("beta"), .flag("activation"), .seed, .layerName, .integer("N", 2...6), .binType,
            ]
        ) { fields in
            try DifferentiableLutDiscrete(
                outputShape: fields.shape("output_shape"), connection: fields.connection(),
                batchNorm: fields.flag("batch_norm", true), momentum: fields.number("momentum", 0),
                gamma: fields.number("gamma", 0.3), beta: fields.number("beta", 0.5),
                activation: fields.flag("activation", true), seed: fields.seed, name: fields.name,
                inputsPerNode: fields.integer("N", 6), binaryType: fields.binaryType)
        },
        LayerClass(
            name: "DifferentiableLutBlock",
            fields: [
                .outputShape, LayerField(name: "depth", kind: .integer(1...8), isRequired: true), .flag("batch_norm"),
                .number("momentum", 0...1), .number("gamma"), .number("beta"), .seed, .layerName, .binType,
            ]
        ) { fields in
            try Sequential.differentiableLutBlock(
                outputShape: fields.shape("output_shape"), depth: fields.integer("depth", 1),
                batchNorm: fields.flag("batch_norm", true), momentum: fields.number("momentum", 0),
                gamma: fields.number("gamma", 0.3), beta: fields.number("beta", 0.5), seed: fields.seed,
                name: fields.name, binaryType: fields.binaryType)
        },
    ]

    private static let reducingFields: [LayerField] = [
        .outputShape, .connection, .flag("binarize"), .flag("binarize_input"), .seed, .layerName,
        .integer("N", ReducingLut.inputsPerNodeRange),
        .binType,
    ]
}
