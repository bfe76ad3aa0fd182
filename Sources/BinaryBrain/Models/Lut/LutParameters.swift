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

    /// Wires and tables W ~ N(0.5, 0.01): the first draw of the layer's generator seeds the wires, the second the tables.
    static func drawn(
        _ rule: ConnectionRule, input: Shape, output: Shape, inputsPerNode: Int, seed: UInt64
    ) throws -> (connection: ConnectionTable, tables: Tensor) {
        var generator = MersenneTwister64(seed: seed)
        let connection = try ConnectionTable(
            rule: rule, inputShape: input, outputShape: output, inputsPerNode: inputsPerNode, seed: generator.next())
        let tables = Tensor.normal(
            shape: [output.count, 1 << inputsPerNode], mean: 0.5, deviation: 0.01, seed: generator.next())
        return (connection, tables)
    }

    static func notBuilt(_ name: String) -> BrainError {
        BrainError(
            .usage, what: name, why: "its input shape is not known yet", remedy: "call setInputShape before forward")
    }
}
