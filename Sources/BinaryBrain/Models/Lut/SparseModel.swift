/// A layer whose nodes read a few inputs each, so that a node can become a LUT in hardware (the manual's LutLayer, §5.2.3.8; the original's SparseModel).
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

/// Frames that hold every pattern of the inputs of every node, for nodes that share no input.
package enum LutPatterns {
    private static let masks: [UInt64] = [
        0xaaaa_aaaa_aaaa_aaaa, 0xcccc_cccc_cccc_cccc, 0xf0f0_f0f0_f0f0_f0f0, 0xff00_ff00_ff00_ff00,
        0xffff_0000_ffff_0000, 0xffff_ffff_0000_0000,
    ]

    /// A one for each entry of a table of N inputs, those beyond a 64-bit word left out.
    package static func mask(inputsPerNode: Int) -> UInt64 {
        inputsPerNode >= 6 ? ~0 : (1 << UInt64(1 << inputsPerNode)) - 1
    }

    /// 2^N frames of bits 0 and 1; slot j of node n is input n·N + j.
    static func frames(nodes: Int, inputsPerNode: Int) -> FrameBuffer {
        let frames = FrameBuffer(
            .bit, frameCount: 1 << inputsPerNode, shape: [nodes * inputsPerNode], levels: .zeroOne)
        for input in 0..<nodes * inputsPerNode {
            frames.words(input)[0] = masks[input % inputsPerNode] & mask(inputsPerNode: inputsPerNode)
        }
        return frames
    }

    /// The wires for `frames`.
    static func wires(nodes: Int, inputsPerNode: Int) throws -> ConnectionTable {
        try ConnectionTable(
            inputShape: [nodes * inputsPerNode], outputShape: [nodes], inputsPerNode: inputsPerNode,
            entries: (0..<Int32(nodes * inputsPerNode)).map { $0 })
    }
}
