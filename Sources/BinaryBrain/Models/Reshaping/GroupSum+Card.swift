extension GroupSum {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .groupSums(self) }
    public var noteForOriginal: String? { "GroupSum is written as Shuffle, Reduce and DepthwiseDenseAffine" }
    public var remark: String? { inputShape.rank == 0 ? nil : "tau \((tau * 1000).rounded() / 1000)" }

    /// What is known of the class.
    public static let card = LayerCard(
        "GroupSum", "sums of contiguous groups of bits, divided by a temperature",
        formula: "z[c] = Σ_k x[c·m + k] / tau with m = inputs / outputs",
        shapes: "any whose nodes the outputs divide → output_shape",

        fields: [
            .outputShape,
            LayerField(
                "tau", .number(0.001...1e6),
                "the temperature; without it √m / 3. A small one lets the net fit more, a large one smooths"),
            .layerName,
        ],
        commands: [
            .hostOnly,
            .number("tau", "the temperature, by which the sums are divided") { (layer: GroupSum, value: Float) in
                layer.requestedTau = try validated(tau: value)
            },
        ],
        file: .single("GroupSum", suffix: "_fp32") { try read(from: &$0) }
    ) { fields in
        try GroupSum(outputShape: fields.shape("output_shape"), tau: fields.optionalNumber("tau"), name: fields.name)
    }

    /// A class that the original does not have, in the original's form: version, name, host_only, shapes, and the temperature (0
    /// for the default).
    private static func read(from reader: inout ObjectReader) throws -> GroupSum {
        try reader.hostOnlyLayer("GroupSum") {
            try $0.float("tau")
        } make: { tau, name, _, output in
            try GroupSum(outputShape: output, tau: tau == 0 ? nil : tau, name: name)
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginHostOnlyLayer(self)
        writer.write(requestedTau ?? 0)
    }

    public var handsOnNumbersOnly: Bool { true }
}
