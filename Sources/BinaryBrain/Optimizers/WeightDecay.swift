/// Lets parameters decay before a step of an optimizer, independently of their gradients:
///
///     p −= η λ (p − p₀)
///
/// Source: Loshchilov, Hutter, Decoupled weight decay regularization, 2019; there p₀ is 0 for all parameters.
struct WeightDecay {
    /// η.
    let rate: Float
    /// λ; 0 for nothing.
    let strength: Float
    /// p₀ of each tensor; nil for one that does not decay. Tensors beyond its end decay to 0.
    let targets: [Float?]

    /// Lets the elements of a block decay.
    @inline(__always)
    func apply(to block: BoundVariables.Block) {
        guard strength != 0 else { return }
        guard let target = targets.indices.contains(block.tensor) ? targets[block.tensor] : 0 else { return }
        let share = rate * strength
        for index in 0..<block.count {
            block.parameters[index] -= share * (block.parameters[index] - target)
        }
    }
}
