import BinaryBrain

extension LayerClass {
    /// Dense layers, normalization and what regularises them.
    static let dense = [
        LayerClass(
            name: "DenseAffine",
            fields: [
                .outputShape, .number("initialize_std", 0...1e6),
                LayerField(name: "initializer", kind: .choice(DenseInitializer.allCases.map(\.rawValue))), .seed,
                .layerName,
            ]
        ) { fields in
            try DenseAffine(
                outputShape: fields.shape("output_shape"), initializeStd: fields.number("initialize_std", 0.01),
                initializer: fields.text("initializer", ""), seed: fields.seed, name: fields.name)
        },
        LayerClass(
            name: "BatchNormalization",
            fields: [
                .number("momentum", 0...1), .number("gamma"), .number("beta"), .flag("fix_gamma"), .flag("fix_beta"),
                .layerName,
            ]
        ) { fields in
            try BatchNormalization(
                momentum: fields.number("momentum", 0.9), gamma: fields.number("gamma", 1),
                beta: fields.number("beta", 0), fixGamma: fields.flag("fix_gamma", false),
                fixBeta: fields.flag("fix_beta", false), name: fields.name)
        },
        LayerClass(
            name: "StochasticBatchNormalization",
            fields: [.number("momentum", 0...1), .number("gamma"), .number("beta"), .layerName]
        ) { fields in
            try StochasticBatchNormalization(
                momentum: fields.number("momentum", 0.9), gamma: fields.number("gamma", 0.2),
                beta: fields.number("beta", 0.5), name: fields.name)
        },
        LayerClass(
            name: "Dropout",
            fields: [
                .number("rate", 0...1), .seed, .layerName,
                LayerField(name: "fw_dtype", kind: .choice(["fp32", "bit"])),
            ]
        ) { fields in
            try Dropout(
                rate: Double(fields.number("rate", 0.5)), seed: fields.seed, name: fields.name,
                forwardType: fields.text("fw_dtype", "fp32") == "bit" ? .bit : .fp32)
        },
    ]

    /// Activations.
    static let activations = [
        LayerClass(name: "ReLU", fields: [.layerName, .binType]) { fields in
            try ReLU(name: fields.name, binaryType: fields.binaryType)
        },
        LayerClass(name: "Sigmoid", fields: [.layerName, .binType]) { fields in
            try Sigmoid(name: fields.name, binaryType: fields.binaryType)
        },
        LayerClass(
            name: "HardTanh", fields: [.number("hardtanh_min"), .number("hardtanh_max"), .layerName, .binType]
        ) { fields in
            try HardTanh(
                hardTanhMin: fields.number("hardtanh_min", -1), hardTanhMax: fields.number("hardtanh_max", 1),
                name: fields.name, binaryType: fields.binaryType)
        },
        LayerClass(
            name: "Binarize",
            fields: [
                .number("binary_th"), .number("binary_low"), .number("binary_high"), .number("hardtanh_min"),
                .number("hardtanh_max"), .layerName, .binType,
            ]
        ) { fields in
            try Binarize(
                binaryThreshold: fields.number("binary_th", 0), binaryLow: fields.number("binary_low", -1),
                binaryHigh: fields.number("binary_high", 1), hardTanhMin: fields.number("hardtanh_min", -1),
                hardTanhMax: fields.number("hardtanh_max", 1), name: fields.name, binaryType: fields.binaryType)
        },
        LayerClass(name: "Softmax", fields: [.layerName]) { fields in Softmax(name: fields.name) },
    ]

    /// Layers that only move or add up signals.
    static let reshaping = [
        LayerClass(
            name: "Reduce",
            fields: [
                LayerField(name: "output_shape", kind: .shape), .integer("integration_size", 0...Int(Int32.max)),
                .layerName, .binType,
            ]
        ) { fields in
            try Reduce(
                outputShape: fields.shape("output_shape"), integrationSize: fields.integer("integration_size", 0),
                name: fields.name, binaryType: fields.binaryType)
        },
        LayerClass(
            name: "Shuffle",
            fields: [
                LayerField(name: "shuffle_unit", kind: .integer(1...Int(Int32.max)), isRequired: true),
                LayerField(name: "output_shape", kind: .shape), .layerName,
            ]
        ) { fields in
            try Shuffle(
                shuffleUnit: fields.integer("shuffle_unit", 1), outputShape: fields.shape("output_shape"),
                name: fields.name)
        },
    ]
}
