/// The largest of N inputs as a LUT layer: of bits the OR.
///
///     s = max(−1, max v)        dx_j += dy for the first j that reaches it
public final class MaxLut: ReducingLut {
    /// A layer with the defaults of the original's Python class; its switches do what they say (the original ignores them).
    /// - Throws: `BrainError` if N, the output shape or the types are not supported.
    public init(
        outputShape: Shape, connection: ConnectionRule = .serial, binarize: Bool = true, binarizeInput: Bool = false,
        seed: UInt64 = 1, name: String? = nil, inputsPerNode: Int = 6, binaryType: DType = .fp32
    ) throws {
        try super.init(
            Self.card, .maximum,
            Settings(
                outputShape: outputShape, connection: connection, binarize: binarize, binarizeInput: binarizeInput,
                seed: seed, name: name, inputsPerNode: inputsPerNode, binaryType: binaryType))
    }

    private init(_ settings: Settings) throws { try super.init(Self.card, .maximum, settings) }
}

extension MaxLut {
    /// What is known of the class.
    public static let card = card(
        "MaxLut", "the OR, or the sign of the largest, of the inputs of a node",
        formula: "y = max x of the N inputs of a node, as a sign if binarize"
    ) {
        try MaxLut($0)
    }
}
