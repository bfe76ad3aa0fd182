extension MicroMlpAffine: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        MicroMlp.decoders("MicroMlpAffine") { try read(from: &$0, inputsPerNode: $1, hiddenCount: $2, binaryType: $3) }
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

    func writeObjectData(to writer: inout ObjectWriter) throws {
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

extension MicroMlp: StorableModel {
    /// One decoder for each number of inputs, number of hidden units and type of the binary signals.
    static func decoders(
        _ className: String,
        _ read: @escaping @Sendable (inout ObjectReader, _ inputs: Int, _ hidden: Int, DType) throws -> any Model
    ) -> [String: ObjectDecoder] {
        var decoders: [String: ObjectDecoder] = [:]
        for inputs in 2...6 {
            for hidden in 1...32 {
                let some = ObjectRegistry.decodersByBinaryType("\(className)\(inputs)_\(hidden)") {
                    try read(&$0, inputs, hidden, $1)
                }
                decoders.merge(some) { first, _ in first }
            }
        }
        return decoders
    }

    static var objectDecoders: [String: ObjectDecoder] {
        decoders("MicroMlp") { reader, inputs, hidden, type in
            let name = try reader.beginLayer("MicroMlp")
            let memorySaving = try reader.bool("memory_saving")
            let start = reader.offset
            let affine = try reader.part("affine", MicroMlpAffine.self)
            guard affine.inputsPerNode == inputs, affine.hiddenCount == hidden, affine.binaryType == type else {
                throw reader.error(
                    "affine", expected: "\(inputs) inputs and \(hidden) hidden units", found: affine.objectName,
                    at: start)
            }
            let nodes = affine.outputShape.count
            let normalization = try reader.part("batch_norm", BatchNormalization.self, nodes: nodes)
            let activation = try reader.part("activation", Binarize.self, nodes: nodes)
            return MicroMlp(affine, normalization, activation, memorySaving: memorySaving, name: name)
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(memorySaving)
        for part in parts { try writer.write(model: part) }
    }
}
