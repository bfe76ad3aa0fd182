extension Convolution2d {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .convolution(self) }

    /// What is known of the class.
    public static let card = LayerCard(
        "Convolution2d", "applies a net at each position of a filter",
        formula: "ConvolutionIm2Col, then the net on frames of [C, fh, fw], then ConvolutionCol2Im",
        shapes: "[C, H, W] → [nodes of the net, oh, ow]; valid: oh = ⌊(H − fh) / stride⌋ + 1",

        fields: [
            LayerField(required: "sub_layer", .layers, "the net; it reads [C, fh, fw]"),
            .planeSize("filter_size", 1, "height and width of the filter"),
            .planeSize("stride", 1, "how far the filter moves, down and across"),
            .choice(
                "padding", Padding.allCases.map(\.rawValue), "valid",
                "valid: the filter stays inside the image; same: the map is ⌈H / stride⌉ high"),
            .choice("border_mode", BorderMode.allCases.map(\.word), "reflect_101", "what is read outside the image"),
            .number("border_value", 0, "the number outside the image with border_mode constant"),
            .layerName, .forwardType,
        ],
        states: [.layerName], file: .byBinaryType("Convolution2d") { try read(from: &$0, binaryType: $1) }
    ) { fields in
        try Convolution2d(
            fields.layers("sub_layer"), filterSize: fields.planeSize("filter_size"),
            stride: fields.planeSize("stride"), padding: Padding(parsing: fields.text("padding")),
            borderMode: BorderMode(parsing: fields.text("border_mode")), borderValue: fields.number("border_value"),
            name: fields.name, binaryType: fields.forwardType)
    }

    /// The original writes no Model level here, so there is no name.
    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> Convolution2d {
        try reader.version(of: "Convolution2d")
        let suffix = "_\(binaryType.name)_fp32"
        let im2col = try reader.object(named: "ConvolutionIm2Col\(suffix)", "lowering") {
            try ConvolutionIm2Col.read(from: &$0, binaryType: binaryType)
        }
        let start = reader.offset
        let col2im = try reader.object(named: "ConvolutionCol2Im\(suffix)", "raising") {
            try ConvolutionCol2Im.read(from: &$0, binaryType: binaryType)
        }
        guard col2im.outputSize == im2col.outputPlane else {
            throw reader.error(
                "raising", expected: "images of \(im2col.outputPlane?.description ?? "a known size")",
                found: "\(col2im.outputSize)", at: start)
        }
        let layerOffset = reader.offset
        guard try reader.bool("has a layer") else {
            throw reader.error("layer", expected: "a layer to apply", found: "none", at: layerOffset)
        }
        let layer = try reader.model("layer")
        // Classes whose files carry no shape (Sigmoid, Softmax) take that of the signal.
        if layer.inputShape.rank == 0 {
            try reader.checking("layer", at: layerOffset) { _ = try layer.setInputShape(im2col.outputShape) }
        }
        guard layer.inputShape.count == im2col.outputShape.count, layer.outputShape.count == col2im.inputShape.count
        else {
            throw reader.error(
                "layer", expected: "a layer from \(im2col.outputShape) to \(col2im.inputShape)",
                found: "one from \(layer.inputShape) to \(layer.outputShape)", at: layerOffset)
        }
        return Convolution2d(restoring: im2col, layer, col2im)
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        writer.writeVersion(of: "Convolution2d")
        try writer.write(model: im2col)
        try writer.write(model: col2im)
        writer.write(true)
        try writer.write(model: subLayer)
    }
}
