extension UpSampling {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm {
        .gather(
            GatheredNodes(readsZero: !fill, zeroIsBit: { [binaryType] in binaryType == .bit || $0 == .zeroOne }) {
                [output = outputShape, filter = filterSize, fill] in
                (0..<output.count).map { node in
                    // Channels are stacked: rows of all channels count on.
                    let (y, x) = node.quotientAndRemainder(dividingBy: output[2])
                    let isCentre = y % filter.height == filter.height / 2 && x % filter.width == filter.width / 2
                    guard fill || isCentre else { return -1 }
                    return y / filter.height * (output[2] / filter.width) + x / filter.width
                }
            })
    }

    /// What is known of the class.
    public static let card = LayerCard(
        "UpSampling", "turns each pixel into a block",
        formula: "fill: y = x in the whole block; otherwise x at its middle and 0 elsewhere",
        shapes: "[C, H, W] → [C, H · fh, W · fw]",

        fields: [
            .planeSize("filter_size", 2, "height and width of a block"),
            .flag("fill", true, "the whole block has the value, not its middle alone"), .layerName, .forwardType,
        ],
        commands: [.hostOnly], file: .byBinaryType("UpSampling") { try read(from: &$0, binaryType: $1) }
    ) { fields in
        try UpSampling(
            filterSize: fields.planeSize("filter_size"), fill: fields.flag("fill"), name: fields.name,
            binaryType: fields.forwardType)
    }

    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> UpSampling {
        let name = try reader.beginLayer("UpSampling")
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let input = try reader.frameShape("input shape")
        let filter = try reader.filterSize("filter_size")
        let fill = try reader.bool("fill")

        return try reader.checking("UpSampling", at: start) {
            let layer = try UpSampling(filterSize: filter, fill: fill, name: name, binaryType: binaryType)
            try layer.setInputShape(input)
            layer.hostOnly = hostOnly
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(inputShape)
        writer.write(filterSize)
        writer.write(fill)
    }
}
