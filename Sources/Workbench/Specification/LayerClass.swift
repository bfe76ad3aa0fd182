import BinaryBrain

/// A layer class that experiment files can name: its fields and how it is made. This table is the only list of them.
struct LayerClass: Sendable {
    let name: String
    let fields: [LayerField]
    let make: @Sendable (LayerArguments) throws -> any Model

    /// The class of this name.
    static func named(_ name: String) -> LayerClass? { all.first { $0.name == name } }

    /// Every class.
    static let all: [LayerClass] =
        [differentiableLut, stochasticLut] + fixedLuts + lutBlocks + modulators + dense + specialDense + activations
        + reshaping + filters + [switcher]

    private static let differentiableLut = LayerClass(
        name: "DifferentiableLut",
        fields: [
            .outputShape, .connection, .flag("binarize"), .flag("batch_norm"), .number("momentum", 0...1),
            .number("gamma"), .number("beta"), .seed, .layerName, .integer("N", 2...6), .binType,
        ]
    ) { fields in
        try DifferentiableLut(
            outputShape: fields.shape("output_shape"), connection: fields.connection(),
            binarize: fields.flag("binarize", true), batchNorm: fields.flag("batch_norm", true),
            momentum: fields.number("momentum", 0), gamma: fields.number("gamma", 0.3),
            beta: fields.number("beta", 0.5), seed: fields.seed, name: fields.name,
            inputsPerNode: fields.integer("N", 6), binaryType: fields.binaryType)
    }

    private static let stochasticLut = LayerClass(
        name: "StochasticLut",
        fields: [.outputShape, .connection, .seed, .layerName, .integer("N", 2...6), .binType]
    ) { fields in
        try StochasticLut(
            outputShape: fields.shape("output_shape"), connection: fields.connection(), seed: fields.seed,
            name: fields.name, inputsPerNode: fields.integer("N", 6), binaryType: fields.binaryType)
    }

    private static let modulators = [
        LayerClass(
            name: "RealToBinary",
            fields: [
                .integer("frame_modulation_size", 1...RealToBinary.maximumModulationSize),
                .integer("depth_modulation_size", 1...RealToBinary.maximumModulationSize), .flag("framewise"),
                .number("input_range_lo"), .number("input_range_hi"), .layerName, .binType,
            ]
        ) { fields in
            try RealToBinary(
                frameModulationSize: fields.integer("frame_modulation_size", 1),
                depthModulationSize: fields.integer("depth_modulation_size", 1),
                framewise: fields.flag("framewise", false), inputRangeLow: fields.number("input_range_lo", 0),
                inputRangeHigh: fields.number("input_range_hi", 1), name: fields.name, binaryType: fields.binaryType)
        },
        LayerClass(
            name: "BinaryToReal",
            fields: [
                .integer("frame_integration_size", 1...RealToBinary.maximumModulationSize),
                .integer("depth_integration_size", 0...RealToBinary.maximumModulationSize),
                LayerField(name: "output_shape", kind: .shape), .flag("average_reals"), .layerName, .binType,
            ]
        ) { fields in
            try BinaryToReal(
                frameIntegrationSize: fields.integer("frame_integration_size", 1),
                depthIntegrationSize: fields.integer("depth_integration_size", 1),
                outputShape: fields.shape("output_shape"), averagesReals: fields.flag("average_reals", false),
                name: fields.name, binaryType: fields.binaryType)
        },
        LayerClass(name: "BitEncode", fields: [.integer("bit_size", 1...31), .layerName, .binType]) { fields in
            try BitEncode(bitSize: fields.integer("bit_size", 1), name: fields.name, binaryType: fields.binaryType)
        },
        LayerClass(
            name: "InsertBitError",
            fields: [
                LayerField(name: "error_rate", kind: .number(0...1), isRequired: true), .flag("mask_mode"), .layerName,
                .binType,
            ]
        ) { fields in
            try InsertBitError(
                errorRate: Double(fields.number("error_rate", 0)), maskMode: fields.flag("mask_mode", false),
                name: fields.name, binaryType: fields.binaryType)
        },
    ]
}
