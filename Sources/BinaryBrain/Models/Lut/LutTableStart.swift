/// The numbers that learned tables begin with.
public enum LutTableStart: String, Sendable, Hashable, CaseIterable {
    /// Close to 0.5: the original's start.
    case normal
    /// Anywhere from 0 to 1.
    case uniform
    /// Close to the first input, which the node hands on: 0.75 where bit 0 is 1, 0.25 where it is 0. Gradients reach deep nets.
    case residual

    /// Tables of `nodes` nodes, `[nodes, 2^N]`.
    func tables(nodes: Int, inputsPerNode: Int, seed: UInt64) -> Tensor {
        let shape: Shape = [nodes, 1 << inputsPerNode]
        guard self != .uniform else { return Tensor.uniform(shape: shape, low: 0, high: 1, seed: seed) }
        let tables = Tensor.normal(shape: shape, mean: 0.5, deviation: self == .normal ? 0.01 : 0.05, seed: seed)
        if self == .residual {
            for index in 0..<tables.count { tables.floats[index] += index & 1 == 1 ? 0.25 : -0.25 }
        }
        return tables
    }
}

/// What a node of a differentiable LUT layer computes of its table in binary mode.
public enum LutTableRule: String, Sendable, Hashable, CaseIterable {
    /// The expectation of the table over inputs that are only probably what they are, normalised: the original's rule.
    case smoothed
    /// The entry itself, [W > 0.5], without normalisation; only the slopes see the smoothed table. Source: Bacellar et al.,
    /// Differentiable Weightless Neural Networks, 2024, in the form of its released code.
    case direct
}
