extension MicroMlpAffine {
    public var card: LayerCard { Self.card }
    /// Perceptrons read numbers: what they make of bits depends on the levels.
    public var hardware: HardwareForm {
        .functions(FunctionNodes(wires: connection, rule: .rows { try self.forward(slots: $0) }))
    }
    public func gradientRows(input: Shape, output: Shape) -> Int { input.count + output.count * inputsPerNode }

    /// What is known of the class.
    public static let card = LayerCard(
        "MicroMlpAffine", "small perceptrons with one hidden layer, one for each node",
        formula: "y = b1 + Σ_i W1_i · max(0, b0_i + Σ_j W0_ij · x_j) of the N inputs and M hidden units of a node",
        shapes: "any → output_shape",

        fields: [.outputShape, .connection()] + LayerField.initializer
            + [.seed, .layerName, .inputsPerNode, .hiddenUnits, .binType],
        commands: [
            .flag("binary", "parameters are clamped to [−1, 1]") { (layer: MicroMlpAffine, on: Bool) in
                layer.binaryMode = on
            },
            .hostOnly, .withoutEffect("host_simd") { (layer: MicroMlpAffine, on: Bool) in layer.hostSimd = on },
        ],
        binary: .parameters,
        file: .byHiddenUnits("MicroMlpAffine") {
            try read(from: &$0, inputsPerNode: $1, hiddenCount: $2, binaryType: $3)
        }
    ) { fields in
        try MicroMlpAffine(
            outputShape: fields.shape("output_shape"), connection: fields.connection(),
            initializeStd: fields.number("initialize_std"), initializer: fields.text("initializer"),
            seed: fields.seed, name: fields.name, inputsPerNode: fields.integer("N"),
            hiddenCount: fields.integer("M"), binaryType: fields.binaryType)
    }

    private static func read(
        from reader: inout ObjectReader, inputsPerNode: Int, hiddenCount: Int, binaryType: DType
    ) throws -> MicroMlpAffine {
        let start = reader.offset
        let name = try reader.beginLayer("MicroMlpAffine")
        let binaryMode = try reader.bool("binary_mode")
        let hostSimd = try reader.bool("host_simd")
        let hostOnly = try reader.bool("host_only")
        let rule = try reader.connectionRule()
        let deviation = try reader.float("initialize_std")
        let initializer = try reader.string("initializer")
        let (input, output) = try reader.frameShapes()
        let wires = try reader.bareWires(inputShape: input, outputShape: output, inputsPerNode: inputsPerNode)
        let tensors = try shapes(nodes: output.count, hiddenCount: hiddenCount, inputsPerNode: inputsPerNode)
            .enumerated().map { try reader.tensor(["W0", "b0", "W1", "b1"][$0], shape: $1) }
        return try reader.checking("MicroMlpAffine", at: start) {
            let layer = try MicroMlpAffine(
                outputShape: output, connection: rule, initializeStd: deviation, initializer: initializer, name: name,
                inputsPerNode: inputsPerNode, hiddenCount: hiddenCount, binaryType: binaryType)
            layer.install(connection: wires, tensors: tensors)
            layer.binaryMode = binaryMode
            layer.hostSimd = hostSimd
            layer.hostOnly = hostOnly
            return layer
        }
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        guard let connection else { throw withoutShapeError }
        try writer.beginLayer(self)
        for flag in [binaryMode, hostSimd, hostOnly] { writer.write(flag) }
        writer.write(connectionRule.rawValue)
        writer.write(initializeStd)
        writer.write(initializer)
        writer.writeFrameShapes(self)
        writer.write(typedTensor: connection.table)
        for tensor in tensors { writer.write(tensor: tensor) }
    }
}

extension MicroMlpAffine {
    /// Takes over wires and parameters.
    public func takeOver(_ other: any Model) throws {
        try requireTwin(other)
        guard let wires = (other as? MicroMlpAffine)?.connection else { return }
        install(
            connection: try wires.copy(),
            tensors: other.parameters.tensors.map { Tensor($0.values, shape: $0.shape) })
    }
}
