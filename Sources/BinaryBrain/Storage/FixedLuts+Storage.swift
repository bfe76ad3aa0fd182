// BinaryLut, AverageLut and MaxLut carry their rule of connection and a bare table of wires.

extension ObjectReader {
    /// A word that names a rule of connection.
    mutating func connectionRule() throws -> ConnectionRule {
        let start = offset
        let text = try string("connection")
        if text.isEmpty { return .unnamed }
        return try checking("connection", at: start) { try ConnectionRule(parsing: text) }
    }

    /// A bare `Tensor_int32` of wires, `[outputs, inputs a node]`.
    mutating func bareWires(inputShape: Shape, outputShape: Shape, inputsPerNode: Int) throws -> ConnectionTable {
        let start = offset
        let table = try typedTensor("wires", .int32, shape: [outputShape.count, inputsPerNode])
        return try checking("wires", at: start) {
            try ConnectionTable(
                inputShape: inputShape, outputShape: outputShape, inputsPerNode: inputsPerNode,
                entries: Array(table.int32s))
        }
    }
}

extension BinaryLut: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        LutObjects.decoders("BinaryLut") { try read(from: &$0, inputsPerNode: $1, forwardType: $2) }
    }

    private static func read(
        from reader: inout ObjectReader, inputsPerNode: Int, forwardType: DType
    ) throws -> BinaryLut {
        let name = try reader.beginLayer("BinaryLut")
        let hostOnly = try reader.bool("host_only")
        let hostSimd = try reader.bool("host_simd")
        let rule = try reader.connectionRule()
        let (input, output) = try reader.frameShapes()
        let words = try reader.typedTensor("tables", .int32, shape: [output.count, wordsPerTable(inputsPerNode)])
        let wires = try reader.bareWires(inputShape: input, outputShape: output, inputsPerNode: inputsPerNode)

        let layer = try BinaryLut(
            outputShape: output, connection: rule, name: name, inputsPerNode: inputsPerNode, forwardType: forwardType)
        let perTable = wordsPerTable(inputsPerNode)
        layer.install(
            connection: wires,
            tables: (0..<output.count).map { node in
                (0..<perTable).reduce(0) { table, word in
                    table | UInt64(UInt32(bitPattern: words.int32s[node * perTable + word])) << UInt64(32 * word)
                }
            })
        layer.hostOnly = hostOnly
        layer.hostSimd = hostSimd
        let tableMask = LutPatterns.mask(inputsPerNode: inputsPerNode)
        let unused = (0..<output.count).map { UInt64(UInt32(bitPattern: words.int32s[$0 * perTable])) & ~tableMask }
        layer.unusedTableBits = unused.contains { $0 != 0 } ? unused : []
        return layer
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        guard let connection else { throw withoutShapeError }
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(hostSimd)
        writer.write(connectionRule.rawValue)
        writer.writeFrameShapes(self)
        let perTable = Self.wordsPerTable(inputsPerNode)
        let words = Tensor(.int32, shape: [tables.count, perTable])
        for (node, bits) in tables.enumerated() {
            let table = perTable == 1 && !unusedTableBits.isEmpty ? bits | unusedTableBits[node] : bits
            for word in 0..<perTable {
                words.int32s[node * perTable + word] = Int32(truncatingIfNeeded: table >> UInt64(32 * word))
            }
        }
        writer.write(typedTensor: words)
        writer.write(typedTensor: connection.table)
    }

    /// Words of 32 bits that hold one table.
    private static func wordsPerTable(_ inputsPerNode: Int) -> Int { max(1, (1 << inputsPerNode) / 32) }
}

extension ReducingLut: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        let average = ObjectRegistry.decodersByBinaryType("AverageLut") { reader, type in
            try read("AverageLut", from: &reader) { stored in
                try AverageLut(
                    outputShape: stored.output, connection: stored.rule, name: stored.name,
                    inputsPerNode: stored.inputsPerNode, binaryType: type)
            }
        }
        let maximum = ObjectRegistry.decodersByBinaryType("MaxLut") { reader, type in
            try read("MaxLut", from: &reader) { stored in
                try MaxLut(
                    outputShape: stored.output, connection: stored.rule, name: stored.name,
                    inputsPerNode: stored.inputsPerNode, binaryType: type)
            }
        }
        return average.merging(maximum) { first, _ in first }
    }

    private typealias Stored = (output: Shape, rule: ConnectionRule, name: String?, inputsPerNode: Int)

    private static func read(
        _ className: String, from reader: inout ObjectReader, _ make: (Stored) throws -> ReducingLut
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

        let layer = try make((output, rule, name, inputsPerNode))
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

    func writeObjectData(to writer: inout ObjectWriter) throws {
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
