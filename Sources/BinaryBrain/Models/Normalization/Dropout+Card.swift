extension Dropout {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .nodewise }

    /// What is known of the class.
    public static let card = LayerCard(
        "Dropout", "sets random nodes to 0 during training",
        formula: "in training y = kept ? x : 0, one draw a node and mini-batch; otherwise y = x · (1 − rate)",
        shapes: "any, kept",

        fields: [.number("rate", 0...1, 0.5, "share of the nodes that are set to 0"), .seed, .layerName, .forwardType],
        commands: [.hostOnly],
        states: [.generator], file: .byBinaryType("Dropout") { try read(from: &$0, forwardType: $1) }
    ) { fields in
        try Dropout(
            rate: Double(fields.number("rate")), seed: fields.seed, name: fields.name, forwardType: fields.forwardType)
    }

    /// The seed is not in the file: a layer from a file draws from the beginning of the default stream.
    private static func read(from reader: inout ObjectReader, forwardType: DType) throws -> Dropout {
        let start = reader.offset
        try reader.version(of: "Dropout")
        let (name, shape) = try reader.activationLevel()
        let hostOnly = try reader.bool("host_only")
        let rate = try reader.double("rate")
        let maskOffset = reader.offset
        let mask = try reader.typedTensor("mask", .int8)
        guard mask.count == 0 || mask.shape == [shape.count] else {
            throw reader.error("mask", expected: "none or \(shape.count)", found: "\(mask.shape)", at: maskOffset)
        }

        return try reader.checking("Dropout", at: start) {
            let layer = try Dropout(rate: rate, name: name, forwardType: forwardType)
            if shape.rank > 0 { try layer.setInputShape(shape) }
            layer.mask = mask
            layer.hostOnly = hostOnly
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        writer.writeVersion(of: "Dropout")
        writer.writeActivationLevel(self, shape: inputShape)
        writer.write(hostOnly)
        writer.write(rate)
        writer.write(typedTensor: mask)
    }
}
