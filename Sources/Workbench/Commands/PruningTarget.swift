/// What a pruning takes away.
public enum PruningTarget: String, Sendable, Hashable, Codable, CaseIterable {
    /// LUTs that others read.
    case luts
    /// Input bits of the net.
    case inputs

    /// Shares that a pruning may take at a time.
    static let shares = 0.001...0.9
}
