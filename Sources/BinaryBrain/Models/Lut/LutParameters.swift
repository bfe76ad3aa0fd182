/// What LUT layers check and draw in the same way.
enum LutParameters {
    static func validated(
        inputsPerNode: Int, in range: ClosedRange<Int> = 2...6, for what: String
    ) throws -> Int {
        guard range.contains(inputsPerNode) else {
            throw BrainError(
                .parameter, what: what, why: "a node cannot have \(inputsPerNode) inputs",
                remedy: "choose N from \(range.lowerBound) to \(range.upperBound)")
        }
        return inputsPerNode
    }

    static func validated(binaryType: DType, for what: String) throws -> DType {
        guard binaryType == .fp32 || binaryType == .bit else {
            throw BrainError(
                .parameter, what: what, why: "bin_dtype cannot be \(binaryType.name)", remedy: "choose fp32 or bit")
        }
        return binaryType
    }

    /// Wires and tables: the next draw of the layer's generator seeds the wires, the one after it the tables.
    static func drawn(
        _ rule: ConnectionRule, _ start: LutTableStart = .normal, input: Shape, output: Shape, inputsPerNode: Int,
        generator: inout MersenneTwister64
    ) throws -> (connection: ConnectionTable, tables: Tensor) {
        let connection = try ConnectionTable(
            rule: rule, inputShape: input, outputShape: output, inputsPerNode: inputsPerNode, seed: generator.next())
        let tables = start.tables(nodes: output.count, inputsPerNode: inputsPerNode, seed: generator.next())
        return (connection, tables)
    }

    static func notBuilt(_ name: String) -> BrainError {
        BrainError(
            .usage, what: name, why: "its input shape is not known yet", remedy: "call setInputShape before forward")
    }
}
