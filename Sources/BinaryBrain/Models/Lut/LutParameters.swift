/// What LUT layers check and draw in the same way.
enum LutParameters {
    static func validated(inputsPerNode: Int, for what: String) throws -> Int {
        guard (2...6).contains(inputsPerNode) else {
            throw BrainError(
                .parameter, what: what, why: "a node cannot have \(inputsPerNode) inputs",
                remedy: "choose N from 2 to 6")
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

    /// W ~ N(0.5, 0.01).
    static func initialTables(nodes: Int, inputsPerNode: Int, seed: UInt64) -> Tensor {
        .normal(shape: [nodes, 1 << inputsPerNode], mean: 0.5, deviation: 0.01, seed: seed)
    }

    static func notBuilt(_ name: String) -> BrainError {
        BrainError(
            .usage, what: name, why: "its input shape is not known yet", remedy: "call setInputShape before forward")
    }
}
