import KernelInterface

/// The truth tables of a layer of fixed LUTs, evaluated on packed bits by the kernels of the LUT layers.
struct TruthTables {
    /// One table a node; bit p is the output for the pattern p of its inputs.
    let tables: [UInt64]
    private let inputsPerNode: Int
    /// The tables as the numbers 0 and 1, `[nodes, 2^N]`: what the kernels take.
    private let weights: Tensor

    init(_ tables: [UInt64], inputsPerNode: Int) {
        let mask = LutPatterns.mask(inputsPerNode: inputsPerNode)
        self.tables = tables.map { $0 & mask }
        self.inputsPerNode = inputsPerNode
        let size = 1 << inputsPerNode
        weights = Tensor(.fp32, shape: [tables.count, size])
        for (node, table) in tables.enumerated() {
            for pattern in 0..<size {
                weights.floats[node * size + pattern] = table >> UInt64(pattern) & 1 == 1 ? 1 : 0
            }
        }
    }

    /// Writes the output bits of all nodes for the input bits of `x`.
    func evaluate(_ x: FrameBuffer, _ connection: ConnectionTable, into y: FrameBuffer, hostOnly: Bool) {
        // A bit stands for exactly 0 or 1 (bias 0.5), and nothing is normalised: the sum of products is the table itself.
        let layer = LutLayer(
            inputsPerNode: inputsPerNode, frameCount: x.frameCount, connection: connection.entries,
            weights: weights.floats.baseAddress!, clampsWeights: false, binarizesWeights: false, bias: 0.5,
            normalization: nil)
        let kernels = Kernels.table(hostOnly: hostOnly)
        let (rows, output, nodes) = (x.bitRows, y.lutOutput, tables.count)
        let nodesPerBlock = max(8, (1 << 18) / max(1, x.frameCount))
        Parallel.shared.run(blocks: (nodes + nodesPerBlock - 1) / nodesPerBlock) { block in
            let range = block * nodesPerBlock..<min(nodes, (block + 1) * nodesPerBlock)
            kernels.lutBitsInference(layer, rows, output, range)
        }
    }
}
