import BinaryBrain

extension LayerClass {
    /// Layers that move a window over images.
    static let filters = [
        LayerClass(
            name: "Convolution2d",
            fields: [
                LayerField(name: "sub_layer", kind: .layers, isRequired: true), .planeSize("filter_size"),
                .planeSize("stride"), LayerField(name: "padding", kind: .choice(Padding.allCases.map(\.rawValue))),
                LayerField(name: "border_mode", kind: .choice(BorderMode.allCases.map(\.word))),
                .number("border_value"), .layerName, .forwardType,
            ]
        ) { fields in
            try Convolution2d(
                fields.layers("sub_layer"), filterSize: fields.planeSize("filter_size", 1),
                stride: fields.planeSize("stride", 1), padding: Padding(parsing: fields.text("padding", "valid")),
                borderMode: BorderMode(parsing: fields.text("border_mode", "reflect_101")),
                borderValue: fields.number("border_value", 0), name: fields.name, binaryType: fields.forwardType)
        },
        LayerClass(name: "MaxPooling", fields: [.planeSize("filter_size"), .layerName, .forwardType]) { fields in
            try MaxPooling(
                filterSize: fields.planeSize("filter_size", 2), name: fields.name, binaryType: fields.forwardType)
        },
        LayerClass(
            name: "StochasticMaxPooling", fields: [.planeSize("filter_size"), .layerName, .forwardType]
        ) { fields in
            try StochasticMaxPooling(
                filterSize: fields.planeSize("filter_size", 2), name: fields.name, binaryType: fields.forwardType)
        },
        LayerClass(
            name: "UpSampling", fields: [.planeSize("filter_size"), .flag("fill"), .layerName, .forwardType]
        ) { fields in
            try UpSampling(
                filterSize: fields.planeSize("filter_size", 2), fill: fields.flag("fill", true), name: fields.name,
                binaryType: fields.forwardType)
        },
    ]
}
