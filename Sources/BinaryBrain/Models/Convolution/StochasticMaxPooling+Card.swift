extension StochasticMaxPooling {
    /// What is known of the class.
    public static let card = LayerCard(
        "StochasticMaxPooling", "the probability that any pixel of a window is one",
        formula: "y = 1 − Π (1 − x) over the window; of bits the OR",
        shapes: "[C, H, W] → [C, ⌈H / 2⌉, ⌈W / 2⌉]",

        fields: [.planeSize("filter_size", 2, "height and width of a window"), .layerName, .forwardType],
        commands: [.hostOnly], file: .byBinaryType("StochasticMaxPooling2x2") { try read(from: &$0, binaryType: $1) }
    ) { fields in
        try StochasticMaxPooling(
            filterSize: fields.planeSize("filter_size"), name: fields.name, binaryType: fields.forwardType)
    }

    /// This class has the level of MaxPooling below its own, with eight numbers that it never sets; its own shapes stand
    /// backwards: width, height, channels.
    private static func read(from reader: inout ObjectReader, binaryType: DType) throws
        -> StochasticMaxPooling
    {
        try reader.version(of: "StochasticMaxPooling2x2")
        let name = try reader.beginLayer("MaxPooling")
        // The level's own switch, which nothing reads.
        let unusedHostOnly = try reader.bool("host_only of MaxPooling")
        var unused: [Int] = []
        for index in 0..<8 { unused.append(try reader.int64("unused number \(index)")) }
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let input = Shape(try reader.imageShape("input, width first").dimensions.reversed())
        let output = Shape(try reader.imageShape("output, width first").dimensions.reversed())

        return try reader.checking("StochasticMaxPooling2x2", at: start) {
            let layer = try StochasticMaxPooling(name: name, binaryType: binaryType)
            try layer.setInputShape(input, expecting: output)
            layer.hostOnly = hostOnly
            layer.unusedFileFields = StochasticMaxPooling.UnusedFileFields(hostOnly: unusedHostOnly, numbers: unused)
            return layer
        }
    }
}
