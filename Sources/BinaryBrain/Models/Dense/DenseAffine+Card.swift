extension DenseAffine {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .sumsOfAllInputs }

    private static let binaryCommand = LayerCommand.withoutEffect("binary") { (layer: DenseAffine, on: Bool) in
        layer.binaryMode = on
    }

    /// What is known of the class.
    public static let card = LayerCard(
        "DenseAffine", "weighted sums of all inputs",
        formula: "y = W x + b, W of [outputs, inputs]",
        shapes: "any → output_shape",

        fields: [.outputShape] + LayerField.initializer + [.seed, .layerName],
        commands: [binaryCommand, .hostOnly] + LayerLocks.commands,
        states: LayerState.locks, file: .single("DenseAffine", suffix: "_fp32") { try read(from: &$0) }
    ) { fields in
        try DenseAffine(
            outputShape: fields.shape("output_shape"), initializeStd: fields.number("initialize_std"),
            initializer: fields.text("initializer"), seed: fields.seed, name: fields.name)
    }

    /// The seed is not in the file; it would matter only for another input shape.
    private static func read(from reader: inout ObjectReader) throws -> DenseAffine {
        let start = reader.offset
        let name = try reader.beginLayer("DenseAffine")
        let hostOnly = try reader.bool("host_only")
        let binaryMode = try reader.bool("binary_mode")
        let deviation = try reader.float("initialize_std")
        let initializer = try reader.string("initializer")
        let (input, output) = try reader.frameShapes()
        let usesCublas = try reader.bool("cublas")
        let weights = try reader.tensor("W", shape: [output.count, input.count])
        let bias = try reader.tensor("b", shape: [output.count])

        return try reader.checking("DenseAffine", at: start) {
            // The original takes the default for words that it does not know.
            let isKnown = (try? DenseInitializer(parsing: initializer)) != nil
            let layer = try DenseAffine(
                outputShape: output, initializeStd: deviation, initializer: isKnown ? initializer : "", name: name)
            layer.install(inputShape: input, weights: weights, bias: bias)
            layer.hostOnly = hostOnly
            layer.binaryMode = binaryMode
            layer.usesCublas = usesCublas
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        guard let weights, let bias else { throw withoutShapeError }
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(binaryMode)
        writer.write(initializeStd)
        writer.write(initializer)
        writer.writeFrameShapes(self)
        writer.write(usesCublas)
        writer.write(tensor: weights)
        writer.write(tensor: bias)
    }
}
