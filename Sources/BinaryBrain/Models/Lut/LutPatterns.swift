/// The patterns that the inputs of a table can have: pattern p has bit j of p at input j.
package enum LutPatterns {
    /// The patterns of six inputs, bit p for pattern p, in which an input is 1: that input as a table.
    package static let ones: [UInt64] = [
        0xaaaa_aaaa_aaaa_aaaa, 0xcccc_cccc_cccc_cccc, 0xf0f0_f0f0_f0f0_f0f0, 0xff00_ff00_ff00_ff00,
        0xffff_0000_ffff_0000, 0xffff_ffff_0000_0000,
    ]

    /// A one for each entry of a table of N inputs, those beyond a 64-bit word left out.
    package static func mask(inputsPerNode: Int) -> UInt64 {
        inputsPerNode >= 6 ? ~0 : (1 << UInt64(1 << inputsPerNode)) - 1
    }

    /// Every pattern of the inputs of every node, for nodes that share no input: 2^N frames of bits 0 and 1; slot j of node n is input n·N + j.
    static func frames(nodes: Int, inputsPerNode: Int) -> FrameBuffer {
        let frames = FrameBuffer(
            .bit, frameCount: 1 << inputsPerNode, shape: [nodes * inputsPerNode], levels: .zeroOne)
        for input in 0..<nodes * inputsPerNode {
            frames.words(input)[0] = ones[input % inputsPerNode] & mask(inputsPerNode: inputsPerNode)
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
