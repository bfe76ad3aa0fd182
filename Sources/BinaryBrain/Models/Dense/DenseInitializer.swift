/// How a dense layer draws its initial weights and bias (manual §6.2.5.4), for n inputs.
public enum DenseInitializer: String, Sendable, Hashable, CaseIterable {
    /// U(−√(1/n), √(1/n)): the empty word in Python and in files.
    case `default`
    /// N(0, std).
    case normal
    /// U(−√3 std, √3 std).
    case uniform
    /// N(0, √(2/n)) (He et al. 2015).
    case he
    /// N(0, √(1/n)) (Glorot, Bengio 2010).
    case xavier

    /// The initialiser named by a word, which may begin with a capital; the empty word is `default`.
    /// - Throws: `BrainError` that lists the words if it is none of them.
    public init(parsing text: String) throws {
        let word = text.isEmpty ? "default" : text.prefix(1).lowercased() + text.dropFirst()
        guard let match = Self(rawValue: word) else {
            throw BrainError(
                .parameter, what: "initializer '\(text)'", why: "there is no such initializer",
                remedy: "use one of \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self = match
    }

    /// A tensor drawn with a generator of its own, bit for bit as the original draws it.
    func tensor(shape: Shape, inputCount: Int, deviation: Float, seed: UInt64) -> Tensor {
        let count = Double(inputCount)
        switch self {
        case .default:
            let bound = (1 / count).squareRoot()
            return .uniform(shape: shape, low: -bound, high: bound, seed: seed)
        case .normal:
            return .normal(shape: shape, mean: 0, deviation: Double(deviation), seed: seed)
        case .uniform:
            let bound = Double(deviation) * 3.0.squareRoot()
            return .uniform(shape: shape, low: -bound, high: bound, seed: seed)
        case .he:
            return .normal(shape: shape, mean: 0, deviation: Double(Float((2 / count).squareRoot())), seed: seed)
        case .xavier:
            return .normal(shape: shape, mean: 0, deviation: Double(Float((1 / count).squareRoot())), seed: seed)
        }
    }
}
