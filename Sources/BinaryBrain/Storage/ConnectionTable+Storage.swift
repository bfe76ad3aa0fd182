extension ObjectReader {
    /// An object `FixedSizeConnectionTable{N}_int32` for a layer of these shapes.
    public mutating func connectionTable(inputShape: Shape, outputShape: Shape, inputsPerNode: Int) throws
        -> ConnectionTable
    {
        let field = "connection table"
        return try object(named: "FixedSizeConnectionTable\(inputsPerNode)_int32", field) { reader in
            let start = reader.offset
            try reader.version(of: "FixedSizeConnectionTable")
            try reader.version(of: "ConnectionTable")
            try reader.version(of: "Object")
            for (shape, wanted) in [("input shape", inputShape), ("output shape", outputShape)] {
                let shapeOffset = reader.offset
                let found = try reader.frameShape(shape)
                guard found == wanted else {
                    throw reader.error(
                        shape, expected: "that of the layer, \(wanted)", found: "\(found)", at: shapeOffset)
                }
            }
            let table = try reader.typedTensor(field, .int32, shape: [outputShape.count, inputsPerNode])
            return try reader.checking(field, at: start) {
                try ConnectionTable(
                    inputShape: inputShape, outputShape: outputShape, inputsPerNode: inputsPerNode,
                    entries: Array(table.int32s))
            }
        }
    }
}

extension ObjectWriter {
    /// Appends an object `FixedSizeConnectionTable{N}_int32`.
    public mutating func write(_ connections: ConnectionTable) {
        object("FixedSizeConnectionTable\(connections.inputsPerNode)_int32") { writer in
            writer.writeVersion(of: "FixedSizeConnectionTable")
            writer.writeVersion(of: "ConnectionTable")
            writer.writeVersion(of: "Object")
            writer.write(connections.inputShape)
            writer.write(connections.outputShape)
            writer.write(typedTensor: connections.table)
        }
    }
}

extension ObjectReader {
    /// A word that names a rule of connection.
    public mutating func connectionRule() throws -> ConnectionRule {
        let start = offset
        let text = try string("connection")
        if text.isEmpty { return .unnamed }
        return try checking("connection", at: start) { try ConnectionRule(parsing: text) }
    }

    /// A bare `Tensor_int32` of wires, `[outputs, inputs a node]`.
    public mutating func bareWires(inputShape: Shape, outputShape: Shape, inputsPerNode: Int) throws -> ConnectionTable
    {
        let start = offset
        let table = try typedTensor("wires", .int32, shape: [outputShape.count, inputsPerNode])
        return try checking("wires", at: start) {
            try ConnectionTable(
                inputShape: inputShape, outputShape: outputShape, inputsPerNode: inputsPerNode,
                entries: Array(table.int32s))
        }
    }
}
