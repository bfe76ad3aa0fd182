/// The average of N inputs as a LUT layer (manual §6.2.5.2): of inputs −1 and +1 the majority.
///
///     s = Σ v (a sum, as in the original)        dx_j += dy / N
///
/// A sum of the numbers 0 and 1 is positive if any of them is 1, so behind DifferentiableLut, whose bits are 0 and 1, the layer
/// is an OR, in netlist and export too. For the majority choose `binarizeInput`, which counts a 0 as −1, or the type bit.
public final class AverageLut: ReducingLut {
    /// A layer with the defaults of the manual's Python class; its switches do what they say (the original ignores them).
    /// - Throws: `BrainError` if N, the output shape or the types are not supported.
    public init(
        outputShape: Shape, connection: ConnectionRule = .serial, binarize: Bool = true, binarizeInput: Bool = false,
        seed: UInt64 = 1, name: String? = nil, inputsPerNode: Int = 6, binaryType: DType = .fp32
    ) throws {
        try super.init(
            Self.card, .average,
            Settings(
                outputShape: outputShape, connection: connection, binarize: binarize, binarizeInput: binarizeInput,
                seed: seed, name: name, inputsPerNode: inputsPerNode, binaryType: binaryType))
    }

    private init(_ settings: Settings) throws { try super.init(Self.card, .average, settings) }

    public override func caution(given x: FrameBuffer) -> String? {
        guard binarizesOutput, !binarizesInput else { return nil }
        let signal = SignalSummary(of: x)
        guard signal.isZeroOne ?? (signal.isBits && signal.lowest == 0) else { return nil }
        return "with inputs 0 and 1 a single 1 makes the sum positive, so it is an OR, not a majority: write "
            + "binarize_input: true"
    }
}

extension AverageLut {
    /// What is known of the class.
    public static let card = card(
        "AverageLut", "the majority, or the sign of the sum, of the inputs of a node",
        formula: "y = Σ x of the N inputs of a node, as a sign if binarize"
    ) {
        try AverageLut($0)
    }
}
