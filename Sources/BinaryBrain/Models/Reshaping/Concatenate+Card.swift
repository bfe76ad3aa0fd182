extension Concatenate {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .gather(GatheredNodes { [count = outputShape.count] in Array(0..<count) }) }

    /// What is known of the class.
    public static let card = LayerCard(
        "Concatenate", "several inputs side by side",
        insteadOfFields: "write the layers in series: a net of an experiment file has one signal",
        commands: [.hostOnly],
        file: .single("Concatenate") { try read(from: &$0) })

    /// The shapes of all inputs are a count and so many shapes, the form that the original means to write; what it writes in
    /// their place are addresses of its memory, which nobody can read.
    private static func read(from reader: inout ObjectReader) throws -> Concatenate {
        let name = try reader.beginLayer("Concatenate")
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let count = try reader.int64("number of inputs", in: 1...max(1, reader.remaining / 16))
        var inputs: [Shape] = []
        for index in 0..<count { inputs.append(try reader.frameShape("shape of input \(index)")) }
        let output = try reader.frameShape("output shape")

        return try reader.checking("Concatenate", at: start) {
            let layer = Concatenate(name: name)
            guard try layer.setInputShapes(inputs) == output else {
                throw BrainError(
                    .shape, what: "Concatenate", why: "its output is \(layer.outputShape), the file says \(output)",
                    remedy: "use an intact copy")
            }
            layer.hostOnly = hostOnly
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(inputShapes.count)
        for shape in inputShapes { writer.write(shape) }
        writer.write(outputShape)
    }
}
