extension Reduce {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .average }

    /// What is known of the class.
    public static let card = LayerCard(
        "Reduce", "averages over interleaved groups of nodes",
        formula: "y[o] = Σ_i x[o + outputs·i] / m with m = inputs / outputs",
        shapes: "any whose nodes the outputs divide → output_shape, or [C / integration_size, …]",

        fields: [
            LayerField("output_shape", .shape, "shape of the output; its nodes divide those of the input"),
            .integer(
                "integration_size", 0...Int(Int32.max), 0, "divides the first axis instead of output_shape; 0: off"),
            .layerName,
            .binType,
        ],
        commands: [.hostOnly], file: .byBinaryType("Reduce") { try read(from: &$0, binaryType: $1) }
    ) { fields in
        try Reduce(
            outputShape: fields.shape("output_shape"), integrationSize: fields.integer("integration_size"),
            name: fields.name, binaryType: fields.binaryType)
    }

    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> Reduce {
        try reader.hostOnlyLayer("Reduce") {
            try $0.int64("integration_size", in: 0...Int(Int32.max))
        } make: { size, name, _, output in
            try Reduce(
                outputShape: size > 0 ? [] : output, integrationSize: size, name: name, binaryType: binaryType)
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginHostOnlyLayer(self)
        writer.write(integrationSize)
    }
}
