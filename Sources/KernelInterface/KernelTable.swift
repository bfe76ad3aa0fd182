/// The hot loops, as one build of them offers them. The vectorised builds and the plain reference twin have the same
/// table, so a layer chooses by choosing a table.
public struct KernelTable: Sendable {
    /// Which build this is: `avx2`, `portable` or `reference`.
    public let name: String
    /// LUT layer with bit inputs, with the batch's statistics; keeps what backward needs.
    public let lutBitsForward: @Sendable (LutLayer, BitRows, LutSaved, LutOutput, Range<Int>) -> Void
    /// LUT layer with bit inputs, with the running statistics.
    public let lutBitsInference: @Sendable (LutLayer, BitRows, LutOutput, Range<Int>) -> Void
    /// Gradients of `lutBitsForward`.
    public let lutBitsBackward: @Sendable (LutLayer, BitRows, LutSaved, LutGradients, Range<Int>) -> Void
    /// LUT layer with real inputs, with the batch's statistics; keeps what backward needs.
    public let lutRealsForward: @Sendable (LutLayer, FloatRows, LutSaved, FloatRows, Range<Int>) -> Void
    /// LUT layer with real inputs, with the running statistics.
    public let lutRealsInference: @Sendable (LutLayer, FloatRows, FloatRows, Range<Int>) -> Void
    /// Gradients of `lutRealsForward`.
    public let lutRealsBackward: @Sendable (LutLayer, FloatRows, LutSaved, LutGradients, Range<Int>) -> Void

    /// The truth tables of LUT nodes with the running statistics, one word a node: bit p is the output for pattern p, repeated
    /// to 64 entries for fewer than six inputs.
    public let lutTruthTables: @Sendable (LutLayer, UnsafeMutablePointer<UInt64>, Range<Int>) -> Void
    /// Loops of netlist evaluation.
    public let netlist: NetlistKernels

    /// Element-wise loops.
    public let elements: ElementKernels
    /// Loops of activations and losses.
    public let losses: LossKernels
    /// Loops that lower convolutions.
    public let lowering: LoweringKernels
    /// Dense layers on bits without unpacking them; nil where unpacking and BLAS are faster.
    public let denseBits: DenseBitsKernels?
    /// Independent multiply-adds of `rounds` × 96 floats in registers: the arithmetic ceiling, for benchmarks.
    public let multiplyAdds: @Sendable (Int) -> Float

    public init(
        name: String,
        lutBitsForward: @escaping @Sendable (LutLayer, BitRows, LutSaved, LutOutput, Range<Int>) -> Void,
        lutBitsInference: @escaping @Sendable (LutLayer, BitRows, LutOutput, Range<Int>) -> Void,
        lutBitsBackward: @escaping @Sendable (LutLayer, BitRows, LutSaved, LutGradients, Range<Int>) -> Void,
        lutRealsForward: @escaping @Sendable (LutLayer, FloatRows, LutSaved, FloatRows, Range<Int>) -> Void,
        lutRealsInference: @escaping @Sendable (LutLayer, FloatRows, FloatRows, Range<Int>) -> Void,
        lutRealsBackward: @escaping @Sendable (LutLayer, FloatRows, LutSaved, LutGradients, Range<Int>) -> Void,
        lutTruthTables: @escaping @Sendable (LutLayer, UnsafeMutablePointer<UInt64>, Range<Int>) -> Void,
        netlist: NetlistKernels, elements: ElementKernels, losses: LossKernels, lowering: LoweringKernels,
        denseBits: DenseBitsKernels?, multiplyAdds: @escaping @Sendable (Int) -> Float
    ) {
        self.name = name
        self.lutBitsForward = lutBitsForward
        self.lutBitsInference = lutBitsInference
        self.lutBitsBackward = lutBitsBackward
        self.lutRealsForward = lutRealsForward
        self.lutRealsInference = lutRealsInference
        self.lutRealsBackward = lutRealsBackward
        self.lutTruthTables = lutTruthTables
        self.netlist = netlist
        self.elements = elements
        self.losses = losses
        self.lowering = lowering
        self.denseBits = denseBits
        self.multiplyAdds = multiplyAdds
    }
}
