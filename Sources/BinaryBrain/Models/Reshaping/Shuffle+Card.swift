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
        formula: "y[i·u + j] = x[j·k + i] with u = shuffle_unit groups of k nodes",
        shapes: "any whose nodes shuffle_unit divides → output_shape, else kept",

        fields: [
            LayerField(required: "shuffle_unit", .integer(1...Int(Int32.max)), "number of groups"),
            LayerField(
                "output_shape", .shape,
                "shape of the output, of as many nodes as the input; without it, that of the input"),
            .layerName,
        ],
        commands: [.hostOnly], file: .single("Shuffle") { try read(from: &$0) }
    ) { fields in
        try Shuffle(
            shuffleUnit: fields.integer("shuffle_unit"), outputShape: fields.shape("output_shape"), name: fields.name)
    }

    private static func read(from reader: inout ObjectReader) throws -> Shuffle {
        try reader.hostOnlyLayer("Shuffle") {
            try $0.int64("shuffle_unit", in: 1...Int(Int32.max))
        } make: { unit, name, input, output in
            try Shuffle(shuffleUnit: unit, outputShape: output == input ? [] : output, name: name)
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginHostOnlyLayer(self)
        writer.write(shuffleUnit)
    }
}
