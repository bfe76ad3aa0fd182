extension BinaryLut {
    public var card: LayerCard { Self.card }
    /// To the type fp32 every number but 0 is a one, to the type bit every positive number.
    public var hardware: HardwareForm {
        let isBit = forwardType == .bit
        return .tables(
            TableNodes(
                wires: connection, entries: .bits({ [tables] in tables }, isBit ? .minusOnePlusOne : .zeroOne),
                firstThreshold: isBit ? 0 : nil
            ) { isBit ? $0 > 0 : $0 != 0 })
    }
    public var blocksGradients: Bool { true }

    public func caution(given x: FrameBuffer) -> String? {
        guard forwardType != .bit else { return nil }
        let signal = SignalSummary(of: x)
        guard signal.lowest < 0 || signal.isZeroOne == false else { return nil }
        return "it takes every number but 0 for a one, and gets −1 and +1: write fw_dtype: bit"
    }

    /// What is known of the class.
    public static let card = LayerCard(
        "BinaryLut", "fixed look-up tables, as in hardware",
        formula: "y = bit Σ_j [x_j ≠ 0] · 2^j of the table of the node; it does not learn",
        shapes: "any → output_shape",

        fields: [
            .outputShape,
            LayerField(
                "from", .trainedLayer,
                "a layer of a trained net whose wires and tables are taken over; otherwise both are drawn"),
            .connection(), .seed, .layerName, .inputsPerNode,
            .forwardType,
        ],
        commands: [
            .hostOnly, .withoutEffect("host_simd") { (layer: BinaryLut, on: Bool) in layer.hostSimd = on },
        ],
        file: .byInputs("BinaryLut") { try read(from: &$0, inputsPerNode: $1, forwardType: $2) }
    ) { fields in
        let layer = try BinaryLut(
            outputShape: fields.shape("output_shape"), connection: fields.connection(), seed: fields.seed,
            name: fields.name, inputsPerNode: fields.integer("N"), forwardType: fields.forwardType)
        if let trained = try fields.trainedLayer("from") { try layer.importLayer(trained) }
        return layer
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

    public func writeObjectData(to writer: inout ObjectWriter) throws {
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

extension BinaryLut {
    /// Takes over the wires and the truth tables of any layer of look-up tables of the same size.
    public func takeOver(_ other: any Model) throws {
        guard let other = other.luts else { return try requireTwin(other) }
        try importLayer(other)
    }
}
