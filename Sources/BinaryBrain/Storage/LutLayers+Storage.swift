extension DifferentiableLut: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        LutObjects.decoders("DifferentiableLut") { try read(from: &$0, inputsPerNode: $1, binaryType: $2) }
    }

    /// The connection rule and the seed are not in the file; they would matter only for another input shape.
    private static func read(
        from reader: inout ObjectReader, inputsPerNode: Int, binaryType: DType
    ) throws -> DifferentiableLut {
        let name = try reader.beginLayer("DifferentiableLut")
        let hostOnly = try reader.bool("host_only")
        let binarizesTables = try reader.bool("lut_binarize")
        let binaryMode = try reader.bool("binary_mode")
        let batchNorm = try reader.bool("batch_norm")
        let clampPending = try reader.bool("clamp flag")
        let wires = try LutObjects.readWiresAndTables(from: &reader, inputsPerNode: inputsPerNode)
        let bias = try reader.float("unbinarize_bias")
        let momentum = try reader.float("momentum")
        let gamma = try reader.float("gamma")
        let beta = try reader.float("beta")
        let mean = try reader.statistics("running_mean", of: wires.connection.outputShape)
        let variance = try reader.statistics("running_var", of: wires.connection.outputShape)

        let layer = try DifferentiableLut(
            outputShape: wires.connection.outputShape, binarize: binaryMode, batchNorm: batchNorm, momentum: momentum,
            gamma: gamma, beta: beta, name: name, inputsPerNode: inputsPerNode, binaryType: binaryType)
        layer.install(connection: wires.connection, weights: wires.tables)
        layer.runningMean.assign(mean)
        layer.runningVariance.assign(variance)
        layer.hostOnly = hostOnly
        layer.binarizesTables = binarizesTables
        layer.clampPending = clampPending
        layer.unbinarizeBias = bias
        return layer
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        guard let connection, let weights else { throw withoutShapeError }
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(binarizesTables)
        writer.write(binaryMode)
        writer.write(batchNorm)
        writer.write(clampPending)
        LutObjects.write(connection, weights, to: &writer)
        writer.write(unbinarizeBias)
        writer.write(momentum)
        writer.write(gamma)
        writer.write(beta)
        writer.write(statistics: runningMean, of: outputShape)
        writer.write(statistics: runningVariance, of: outputShape)
    }
}

extension StochasticLut: StorableModel {
    /// Bytes of scratch memory that the original allows its GPU code, and stores; of no meaning here.
    private static let temporaryMemoryLimit = 256 << 20

    static var objectDecoders: [String: ObjectDecoder] {
        LutObjects.decoders("StochasticLut") { try read(from: &$0, inputsPerNode: $1, binaryType: $2) }
    }

    private static func read(
        from reader: inout ObjectReader, inputsPerNode: Int, binaryType: DType
    ) throws -> StochasticLut {
        let name = try reader.beginLayer("StochasticLut")
        let hostOnly = try reader.bool("host_only")
        let hostSimd = try reader.bool("host_simd")
        let binaryMode = try reader.bool("binary_mode")
        let binarizesTables = try reader.bool("lut_binarize")
        let binarizesOutput = try reader.bool("y_binarize")
        _ = try reader.int64("size of temporary memory")
        let rule = try reader.connectionRule()
        let bias = try reader.float("unbinarize_bias")
        let wires = try LutObjects.readWiresAndTables(from: &reader, inputsPerNode: inputsPerNode)

        let layer = try StochasticLut(
            outputShape: wires.connection.outputShape, connection: rule, name: name, inputsPerNode: inputsPerNode,
            binaryType: binaryType)
        layer.install(connection: wires.connection, weights: wires.tables)
        layer.hostOnly = hostOnly
        layer.hostSimd = hostSimd
        layer.binaryMode = binaryMode
        layer.binarizesTables = binarizesTables
        layer.binarizesOutput = binarizesOutput
        layer.unbinarizeBias = bias
        return layer
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        guard let connection, let weights else { throw withoutShapeError }
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(hostSimd)
        writer.write(binaryMode)
        writer.write(binarizesTables)
        writer.write(binarizesOutput)
        writer.write(Self.temporaryMemoryLimit)
        writer.write(connectionRule.rawValue)
        writer.write(unbinarizeBias)
        LutObjects.write(connection, weights, to: &writer)
    }
}

/// What the files of LUT layers have in common.
enum LutObjects {
    /// One decoder for each number of inputs and type of the binary signals.
    static func decoders(
        _ className: String,
        _ read: @escaping @Sendable (inout ObjectReader, _ inputsPerNode: Int, DType) throws -> any Model
    ) -> [String: ObjectDecoder] {
        var decoders: [String: ObjectDecoder] = [:]
        for inputs in 2...6 {
            let ofThisSize = ObjectRegistry.decodersByBinaryType("\(className)\(inputs)") { try read(&$0, inputs, $1) }
            decoders.merge(ofThisSize) { first, _ in first }
        }
        return decoders
    }

    static func readWiresAndTables(
        from reader: inout ObjectReader, inputsPerNode: Int
    ) throws -> (connection: ConnectionTable, tables: Tensor) {
        let (input, output) = try reader.frameShapes()
        let connection = try reader.connectionTable(
            inputShape: input, outputShape: output, inputsPerNode: inputsPerNode)
        let tables = try reader.tensor("W", shape: [output.count, 1 << inputsPerNode])
        return (connection, tables)
    }

    static func write(_ connection: ConnectionTable, _ tables: Tensor, to writer: inout ObjectWriter) {
        writer.write(connection.inputShape)
        writer.write(connection.outputShape)
        writer.write(connection)
        writer.write(tensor: tables)
    }
}
