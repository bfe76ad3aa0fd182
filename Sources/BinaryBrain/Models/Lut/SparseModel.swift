/// A layer whose nodes read a few inputs each, so that a node can become a LUT in hardware (the manual's LutLayer, §5.2.3.8; the
/// original's SparseModel).
public protocol SparseModel: Model {
    /// Inputs of each node (N).
    var inputsPerNode: Int { get }
    /// The wires; nil before `setInputShape`.
    var connection: ConnectionTable? { get }
    /// The inference output of every node for every pattern of inputs that are exactly 0 or 1: row n is node n, frame p the
    /// pattern in which bit j is input j.
    /// - Throws: `BrainError` before `setInputShape`.
    func patternOutputs() throws -> FrameBuffer
    /// The truth table of each node for the bits that it reads now, as `lutTables()`; empty if a node is no LUT.
    func truthTablesNow() throws -> [UInt64]
    /// The trained numbers behind the truth tables, `[nodes, 2^N]`; nil if there are none.
    var tableEntries: Tensor? { get }
}

extension SparseModel {
    /// Those of `lutTables()`.
    public func truthTablesNow() throws -> [UInt64] { try lutTables() }
    /// None.
    public var tableEntries: Tensor? { nil }
    /// Two partitions from 64 nodes on: see `LutGradientPlan`.
    public func gradientRows(input: Shape, output: Shape) -> Int { input.count * (output.count >= 64 ? 2 : 1) }

    /// The truth table of each node: bit p is [output for pattern p ≥ 0.5] (manual `get_lut_table`).
    /// - Throws: `BrainError` before `setInputShape`.
    public func lutTables() throws -> [UInt64] {
        let outputs = try patternOutputs()
        return (0..<outputs.nodeCount).map { node in
            (0..<outputs.frameCount).reduce(0) { table, pattern in
                outputs[frame: pattern, node: node] >= 0.5 ? table | 1 << UInt64(pattern) : table
            }
        }
    }
}
