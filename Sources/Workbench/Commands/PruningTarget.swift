/// What a pruning takes away.
public enum PruningTarget: String, Sendable, Hashable, Codable, CaseIterable {
    /// LUTs that others read: they go, and what read them reads others.
    case luts
    /// The same LUTs: each becomes the one of its inputs that it can be replaced by best, which takes no LUT, or goes.
    case wires
    /// Input bits of the net.
    case inputs

    /// Shares that a pruning may take at a time.
    static let shares = 0.001...0.9
}
