/// The memory of a layer of small perceptrons, for its loops: N inputs, M hidden units, one output a node.
struct MicroMlpArguments {
    /// Inputs of a node.
    let inputCount: Int
    /// Hidden units of a node.
    let hiddenCount: Int
    /// Input nodes of each (node, slot).
    let connection: UnsafePointer<Int32>
    /// W0 `[nodes, M, N]`, or its gradient.
    let hiddenWeights: UnsafeMutablePointer<Float>
    /// b0 `[nodes, M]`, or its gradient.
    let hiddenBias: UnsafeMutablePointer<Float>
    /// W1 `[nodes, M]`, or its gradient.
    let outputWeights: UnsafeMutablePointer<Float>
    /// b1 `[nodes]`, or its gradient.
    let outputBias: UnsafeMutablePointer<Float>

    /// `parameters` are W0, b0, W1, b1.
    init(_ connection: ConnectionTable, hiddenCount: Int, _ parameters: [Tensor]) {
        inputCount = connection.inputsPerNode
        self.hiddenCount = hiddenCount
        self.connection = connection.entries
        hiddenWeights = parameters[0].floats.baseAddress!
        hiddenBias = parameters[1].floats.baseAddress!
        outputWeights = parameters[2].floats.baseAddress!
        outputBias = parameters[3].floats.baseAddress!
    }

    /// The row of slot `slot` of a node.
    @inline(__always)
    func input(_ x: FrameBuffer, _ node: Int, _ slot: Int) -> UnsafePointer<Float> {
        UnsafePointer(x.floats(Int(connection[node * inputCount + slot])))
    }

    /// The weights of a hidden unit.
    @inline(__always)
    func weights(_ node: Int, _ unit: Int) -> UnsafeMutablePointer<Float> {
        hiddenWeights + (node * hiddenCount + unit) * inputCount
    }
}
