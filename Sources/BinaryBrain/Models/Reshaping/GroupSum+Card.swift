extension GroupSum {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .groupSums(self) }
    public var remark: String? { inputShape.rank == 0 ? nil : "tau \((tau * 1000).rounded() / 1000)" }

    /// What is known of the class.
    public static let card = LayerCard(
        "GroupSum", "sums of contiguous groups of bits, divided by a temperature",
        fields: [
            .outputShape,
            LayerField("tau", .number(0.001...1e6)), .layerName,
        ],
        commands: [.hostOnly, .number("tau", "the temperature, by which the sums are divided")],
        file: .single("GroupSum", suffix: "_fp32") { try read(from: &$0) }
    ) { fields in
        try GroupSum(outputShape: fields.shape("output_shape"), tau: fields.optionalNumber("tau"), name: fields.name)
    }

    /// A class that the original does not have, in the original's form: version, name, host_only, shapes, and the temperature (0
    /// for the default).
    private static func read(from reader: inout ObjectReader) throws -> GroupSum {
        let name = try reader.beginLayer("GroupSum")
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let (input, output) = try reader.frameShapes()
        let tau = try reader.float("tau")

        return try reader.checking("GroupSum", at: start) {
            let layer = try GroupSum(outputShape: output, tau: tau == 0 ? nil : tau, name: name)
            try layer.setInputShape(input, expecting: output)
            layer.hostOnly = hostOnly
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.writeFrameShapes(self)
        writer.write(requestedTau ?? 0)
    }

    public var handsOnNumbersOnly: Bool { true }
}
