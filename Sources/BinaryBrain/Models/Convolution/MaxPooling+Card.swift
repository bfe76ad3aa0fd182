extension MaxPooling {
    /// What is known of the class.
    public static let card = LayerCard(
        "MaxPooling", "the largest pixel of each window",
        formula: "y = max x over the window; of bits the OR",
        shapes: "[C, H, W] → [C, ⌈H / fh⌉, ⌈W / fw⌉]",

        fields: [.planeSize("filter_size", 2, "height and width of a window"), .layerName, .forwardType],
        commands: [.hostOnly, .device], file: .byBinaryType("MaxPooling") { try read(from: &$0, binaryType: $1) }
    ) { fields in
        try MaxPooling(
            filterSize: fields.planeSize("filter_size"), name: fields.name, binaryType: fields.forwardType)
    }

    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> MaxPooling {
        let name = try reader.beginLayer("MaxPooling")
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let filter = try reader.filterSize("filter_size")
        let input = try reader.imageShape("input")
        let output = try reader.imageShape("output")

        return try reader.checking("MaxPooling", at: start) {
            let layer = try MaxPooling(filterSize: filter, name: name, binaryType: binaryType)
            try layer.setInputShape(input, expecting: output)
            layer.hostOnly = hostOnly
            return layer
        }
    }
}
