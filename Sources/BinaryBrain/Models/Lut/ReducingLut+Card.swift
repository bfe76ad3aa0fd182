// What AverageLut and MaxLut have in common in experiment files, commands and model files.

extension ReducingLut {
    /// What a layer is made of.
    struct Settings {
        var outputShape: Shape
        var connection: ConnectionRule
        var binarize = true
        var binarizeInput = false
        var seed: UInt64 = 1
        var name: String?
        var inputsPerNode: Int
        var binaryType: DType
    }

    /// The card of a class of these layers.
    static func card(
        _ name: String, _ summary: String, formula: String,
        make: @escaping @Sendable (Settings) throws -> ReducingLut
    ) -> LayerCard {
        LayerCard(
            name, summary, formula: formula, shapes: "any → output_shape",
            fields: [
                .outputShape, .connection(.serial), .flag("binarize", true, "outputs are −1 or +1, not numbers"),
                .flag("binarize_input", false, "inputs count as −1 or +1"), .seed,
                .layerName, .integer("N", ReducingLut.inputsPerNodeRange, 6, "inputs of a node"), .binType,
            ],
            commands: [
                .flag("binary", "inputs and outputs are binarised") { (layer: ReducingLut, on: Bool) in
                    layer.binarize(input: on, output: on)
                },
                .flag(LayerCommand.binarizeInputVerb, "inputs count as −1 or +1") { (layer: ReducingLut, on: Bool) in
                    layer.binarize(input: on)
                },
                .flag("binarize_output", "outputs are −1 or +1") { (layer: ReducingLut, on: Bool) in
                    layer.binarize(output: on)
                },
                .hostOnly,
            ],
            file: .byBinaryType(name) { try read(name, from: &$0, binaryType: $1, make) }
        ) { fields in
            try make(
                Settings(
                    outputShape: fields.shape("output_shape"), connection: fields.connection(),
                    binarize: fields.flag("binarize"), binarizeInput: fields.flag("binarize_input"),
                    seed: fields.seed, name: fields.name, inputsPerNode: fields.integer("N"),
                    binaryType: fields.binaryType))
        }
    }

    /// Switches one or both; a layer of packed type has no other mode.
    private func binarize(input: Bool? = nil, output: Bool? = nil) {
        guard binaryType != .bit else { return }
        if let input { binarizesInput = input }
        if let output { binarizesOutput = output }
    }

    private static func read(
        _ className: String, from reader: inout ObjectReader, binaryType: DType,
        _ make: (Settings) throws -> ReducingLut
    ) throws -> ReducingLut {
        let name = try reader.beginLayer(className)
        let sizeOffset = reader.offset
        let inputsPerNode = Int(try reader.int32("inputs of a node"))
        let range = ReducingLut.inputsPerNodeRange
        guard range.contains(inputsPerNode) else {
            throw reader.error(
                "inputs of a node", expected: "\(range.lowerBound) to \(range.upperBound)", found: "\(inputsPerNode)",
                at: sizeOffset)
        }
        let hostOnly = try reader.bool("host_only")
        let rule = try reader.connectionRule()
        let (input, output) = try reader.frameShapes()
        let binarizesInput = try reader.bool("binarize_input")
        let binarizesOutput = try reader.bool("binarize_output")
        let wires = try reader.bareWires(inputShape: input, outputShape: output, inputsPerNode: inputsPerNode)

        let layer = try make(
            Settings(
                outputShape: output, connection: rule, name: name, inputsPerNode: inputsPerNode,
                binaryType: binaryType))
        layer.install(connection: wires)
        layer.hostOnly = hostOnly
        if layer.binaryType == .fp32 {
            layer.binarizesInput = binarizesInput
            layer.binarizesOutput = binarizesOutput
        } else {
            layer.storedBinarizesInput = binarizesInput
        }
        return layer
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        guard let connection else { throw withoutShapeError }
        try writer.beginLayer(self)
        writer.write(Int32(inputsPerNode))
        writer.write(hostOnly)
        writer.write(connectionRule.rawValue)
        writer.writeFrameShapes(self)
        writer.write(storedBinarizesInput ?? binarizesInput)
        writer.write(binarizesOutput)
        writer.write(typedTensor: connection.table)
    }
}

extension ReducingLut {
    /// Takes over wires.
    public func takeOver(_ other: any Model) throws {
        try requireTwin(other)
        if let wires = (other as? ReducingLut)?.connection { install(connection: try wires.copy()) }
    }
}
