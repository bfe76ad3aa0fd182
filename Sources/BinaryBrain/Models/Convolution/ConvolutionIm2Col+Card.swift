extension ConvolutionIm2Col {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .lowering(self) }
    public func frameCount(after frames: Int) -> Int { frames * (outputPlane?.count ?? 1) }

    /// What is known of the class.
    public static let card = LayerCard(
        "ConvolutionIm2Col", "turns each position of a filter into a separate frame",
        formula:
            "y[c, fy, fx] of frame f·oh·ow + oy·ow + ox = x[c, oy·sy + fy, ox·sx + fx] of frame f, less the offset of the padding",
        shapes: "[C, H, W] → [C, fh, fw], oh · ow frames for each",

        fields: [
            LayerField(required: "filter_size", .planeSize, "height and width of the filter"),
            .planeSize("stride", 1, "how far the filter moves, down and across"),
            .choice(
                "padding", Padding.allCases.map(\.rawValue), "valid",
                "valid: the filter stays inside the image; same: the map is ⌈H / stride⌉ high"),
            .choice("border_mode", BorderMode.allCases.map(\.word), "reflect_101", "what is read outside the image"),
            .number("border_value", 0, "the number outside the image with border_mode constant"),
            .layerName, .forwardType,
        ],
        commands: [.hostOnly, .device], file: .byBinaryType("ConvolutionIm2Col") { try read(from: &$0, binaryType: $1) }
    ) { fields in
        try ConvolutionIm2Col(
            filterSize: fields.planeSize("filter_size"), stride: fields.planeSize("stride"),
            padding: Padding(parsing: fields.text("padding")),
            borderMode: BorderMode(parsing: fields.text("border_mode")), borderValue: fields.number("border_value"),
            name: fields.name, binaryType: fields.forwardType)
    }

    static func read(from reader: inout ObjectReader, binaryType: DType) throws -> ConvolutionIm2Col {
        let name = try reader.beginLayer("ConvolutionIm2Col")
        let hostOnly = try reader.bool("host_only")
        let frames = (
            input: try reader.int64("frames of the input", in: 0...Int(Int32.max)),
            output: try reader.int64("frames of the output", in: 0...Int(Int32.max))
        )
        let start = reader.offset
        let input = try reader.imageShape("input")
        let filter = try reader.filterSize("filter_size")
        let stride = try reader.filterSize("stride")
        let paddingOffset = reader.offset
        let paddingWord = try reader.string("padding")
        let padding = try reader.checking("padding", at: paddingOffset) { try Padding(parsing: paddingWord) }
        let modeOffset = reader.offset
        let mode = try reader.int32("border_mode")
        guard let border = BorderMode(rawValue: mode) else {
            throw reader.error("border_mode", expected: "0 to 4", found: "\(mode)", at: modeOffset)
        }
        // The border value is of the type of the signals.
        let value: Float =
            binaryType == .bit ? (try reader.bool("border_value") ? 1 : 0) : try reader.float("border_value")

        return try reader.checking("ConvolutionIm2Col", at: start) {
            let layer = try ConvolutionIm2Col(
                filterSize: filter, stride: stride, padding: padding, borderMode: border, borderValue: value,
                name: name, binaryType: binaryType)
            try layer.setInputShape(input)
            layer.hostOnly = hostOnly
            layer.lastFrameCounts = frames
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(lastFrameCounts.input)
        writer.write(lastFrameCounts.output)
        for extent in inputShape.dimensions { writer.write(extent) }
        writer.write(filterSize)
        writer.write(stride)
        writer.write(padding.rawValue)
        writer.write(borderMode.rawValue)
        if binaryType == .bit { writer.write(borderValue > 0) } else { writer.write(borderValue) }
    }
}
