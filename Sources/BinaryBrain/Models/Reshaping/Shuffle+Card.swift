extension Shuffle {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm {
        .gather(
            GatheredNodes { [shuffleUnit, count = inputShape.count] in
                (0..<count).map { $0 % shuffleUnit * (count / shuffleUnit) + $0 / shuffleUnit }
            })
    }

    /// What is known of the class.
    public static let card = LayerCard(
        "Shuffle", "takes one node of each group in turn",
        fields: [
            LayerField(required: "shuffle_unit", .integer(1...Int(Int32.max))), LayerField("output_shape", .shape),
            .layerName,
        ],
        commands: [.hostOnly], file: .single("Shuffle") { try read(from: &$0) }
    ) { fields in
        try Shuffle(
            shuffleUnit: fields.integer("shuffle_unit"), outputShape: fields.shape("output_shape"), name: fields.name)
    }

    private static func read(from reader: inout ObjectReader) throws -> Shuffle {
        let name = try reader.beginLayer("Shuffle")
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let (input, output) = try reader.frameShapes()
        let unit = try reader.int64("shuffle_unit", in: 1...Int(Int32.max))

        return try reader.checking("Shuffle", at: start) {
            let layer = try Shuffle(shuffleUnit: unit, outputShape: output == input ? [] : output, name: name)
            try layer.setInputShape(input, expecting: output)
            layer.hostOnly = hostOnly
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.writeFrameShapes(self)
        writer.write(shuffleUnit)
    }
}
