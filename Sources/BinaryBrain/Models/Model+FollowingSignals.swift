// Whoever follows the signal through a net, layer by layer, does it here: what models inside get is said in one place.

extension Model {
    /// Follows something that belongs to a signal, such as its origin or the number of its frames, through all leaves inside.
    /// - Parameters:
    ///   - signal: what belongs to the input.
    ///   - leaf: what belongs to a leaf's output, of what belongs to its input. Leaves are asked in the order of `leaves`.
    ///   - parallel: what belongs to the output of a model whose inner ones do not follow one another, of what belongs to
    ///     theirs: all branches, or the chosen one of a choice.
    /// - Returns: what belongs to the output.
    public func following<Signal>(
        _ signal: Signal, leaf: (any Model, Signal) throws -> Signal,
        parallel: (any Model, [Signal]) throws -> Signal
    ) rethrows -> Signal {
        guard !children.isEmpty else {
            // A chain without layers hands on what it gets.
            return composition == .whole ? try leaf(self, signal) : signal
        }
        switch composition {
        case .whole, .series:
            return try children.reduce(signal) { try $1.following($0, leaf: leaf, parallel: parallel) }
        case .choice, .branches:
            return try parallel(
                self, children.map { try $0.following(signal, leaf: leaf, parallel: parallel) })
        }
    }
}
