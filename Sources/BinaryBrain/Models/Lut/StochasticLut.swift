/// The stochastic LUT layer (manual §1.3.2.1, §5.2.3.1): the table look-up as arithmetic on probabilities, without
/// normalisation or binarisation of the output.
///
///     y = clamp(y0, 0, 1)        tables are [W > 0.5] with lut_binarize
///
/// y0 is that of `LearnedLut`. W is clamped to [0, 1] on every forward. The output is fp32. Commands beside those of
/// `LearnedLut`: `y_binarize` (without effect, as in the original), `host_simd`.
public final class StochasticLut: LearnedLut {
    /// Kept for files of the original; the kernels here are always vectorised unless host-only.
    public internal(set) var hostSimd = true
    /// Kept for files of the original, which stores it and never reads it.
    public internal(set) var binarizesOutput = false

    /// A layer with the original's defaults; parameters are drawn by `setInputShape`.
    /// - Throws: `BrainError` if N, the output shape or the types are not supported.
    public init(
        outputShape: Shape, connection: ConnectionRule = .random,
        learnable: LearnableConnection.Settings? = nil, seed: UInt64 = 1, name: String? = nil,
        inputsPerNode: Int = 6, binaryType: DType = .fp32
    ) throws {
        try super.init(
            Self.card, outputShape: outputShape, connection: connection, learnable: learnable, binarize: false,
            binarizesTables: true,
            seed: seed, name: name, inputsPerNode: inputsPerNode, binaryType: binaryType)
    }

    override var mode: LutCore.Mode {
        LutCore.Mode(
            isBinary: binaryMode, packsOutput: false, outputLevels: .zeroOne, binarizesWeights: binarizesTables,
            clampsWeights: true, bias: unbinarizeBias, normalization: nil, isHostOnly: hostOnly,
            usesDevice: allowsDevice)
    }

    /// [W > 0.5] on inputs that are exactly 0 and 1: with `lut_binarize` on and `binary` off these tables are what
    /// `forward(train: false)` gives for such inputs.
    override var truthTableMode: LutCore.Mode {
        var mode = mode
        mode.bias = 0.5
        mode.binarizesWeights = true
        return mode
    }

    public override func rememberForwardState() -> (() -> Void)? {
        let (tables, wires) = (weights?.remembered(), super.rememberForwardState())
        return {
            tables?()
            wires?()
        }
    }

    public override func writeObjectData(to writer: inout ObjectWriter) throws {
        guard let connection, let weights else { throw withoutShapeError }
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(hostSimd)
        writer.write(binaryMode)
        writer.write(binarizesTables)
        writer.write(binarizesOutput)
        writer.write(Self.temporaryMemoryLimit)
        writer.write(connectionRule.rawValue)
        writer.write(unbinarizeBias)
        LutObjects.write(connection, weights, to: &writer)
    }

    /// In binary mode inputs stand for 0.25 and 0.75 and outputs are numbers; otherwise inputs must be 0 and 1, and outputs are
    /// what the tables hold.
    public override var hardware: HardwareForm {
        let holdsBits = !binaryMode && binarizesTables
        return .tables(
            TableNodes(
                wires: connection,
                entries: holdsBits
                    ? .bits({ try self.truthTables() }, .zeroOne) : .numbers { try self.patternOutputs() },
                firstThreshold: binaryMode ? 0.5 : nil,
                // Numbers are clamped to [0, 1].
                readable: binaryMode
                    ? nil : ({ $0 <= 0 || $0 >= 1 }, "its inputs are real numbers, not bits", "send it 'binary true'")
            ) { $0 > 0.5 })
    }
}
