/// Which inputs each node of a sparse layer reads, `[output nodes, inputsPerNode]`, and what a scheduler must know of it.
public struct ConnectionTable {
    /// Shape of an input frame.
    public let inputShape: Shape
    /// Shape of an output frame.
    public let outputShape: Shape
    /// Inputs of each node (N).
    public let inputsPerNode: Int
    /// Input node of each (node, slot), int32 `[out, N]`.
    public let table: Tensor
    /// Whether no input is read by two slots, so that nodes can be worked on in any order without conflict.
    public let isDisjoint: Bool

    /// Takes an explicit table; every entry must be an input node.
    /// - Throws: `BrainError` for another number of entries, or one that is no input node.
    public init(inputShape: Shape, outputShape: Shape, inputsPerNode: Int, entries: [Int32]) throws {
        guard entries.count == outputShape.count * inputsPerNode else {
            throw BrainError(
                .shape, what: "connection table",
                why: "\(entries.count) entries for \(outputShape.count) nodes of \(inputsPerNode) inputs",
                remedy: "give exactly nodes × inputs entries")
        }
        let inputCount = inputShape.count
        let table = Tensor(.int32, shape: [outputShape.count, inputsPerNode])
        for (index, entry) in entries.enumerated() {
            guard entry >= 0, entry < inputCount else {
                throw BrainError(
                    .shape, what: "connection table", why: "entry \(entry) is outside the \(inputCount) inputs",
                    remedy: "use input indices 0 to \(inputCount - 1)")
            }
            table.int32s[index] = entry
        }
        self.inputShape = inputShape
        self.outputShape = outputShape
        self.inputsPerNode = inputsPerNode
        self.table = table
        isDisjoint = entries.count <= inputCount && Set(entries).count == entries.count
    }

    /// The input nodes of `node`.
    public subscript(node: Int) -> [Int] {
        (0..<inputsPerNode).map { Int(table.int32s[node * inputsPerNode + $0]) }
    }

    /// The table's memory.
    var entries: UnsafePointer<Int32> { UnsafePointer(table.int32s.baseAddress!) }
}
