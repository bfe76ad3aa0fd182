/// What the files of LUT layers have in common.
enum LutObjects {
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
