/// The stochastic LUT layer (manual §1.3.2.1, §5.2.3.1): the table look-up as arithmetic on probabilities, without
/// normalisation or binarisation of the output.
///
///     y = clamp( Σ_i W'_i Π_j (bit j of i ? x̂_j : 1 − x̂_j), 0, 1 )        W' = lut_binarize ? [W > 0.5] : W
///
/// x̂ is x clamped to [0, 1], or 0.5 ± 0.25 for a binary input. W is clamped to [0, 1] on every forward. The output is fp32.
public final class StochasticLut: Model {
    /// N, 2…6.
    public let inputsPerNode: Int
    /// Element type of the input signals: fp32 (switchable) or bit.
    public let binaryType: DType
    /// Shape of one output frame.
    public let outputShape: Shape
    /// How inputs are chosen.
    public let connectionRule: ConnectionRule
    /// Seed of connections and initial weights.
    public let seed: UInt64
    /// Instance name.
    public var name: String?

    /// Distance of a binary input's probability from 0.5.
    public internal(set) var unbinarizeBias: Float = 0.25
    /// Whether inputs count as single bits.
    public internal(set) var binaryMode: Bool
    /// Whether the tables count as [W > 0.5].
    public internal(set) var binarizesTables = true
    /// Whether the plain reference code runs.
    public internal(set) var hostOnly = false
    /// Kept for files of the original; the kernels here are always vectorised unless host-only.
    public internal(set) var hostSimd = true
    /// Kept for files of the original, which stores it and never reads it.
    public internal(set) var binarizesOutput = false
    private var core: LutCore?

    /// A layer with the original's defaults; parameters are drawn by `setInputShape`.
    /// - Throws: `BrainError` if N, the output shape or the types are not supported.
    public init(
        outputShape: Shape, connection: ConnectionRule = .random, seed: UInt64 = 1, name: String? = nil,
        inputsPerNode: Int = 6, binaryType: DType = .fp32
    ) throws {
        self.outputShape = try outputShape.validated(for: "output of StochasticLut")
        self.inputsPerNode = try LutParameters.validated(inputsPerNode: inputsPerNode, for: "StochasticLut")
        self.binaryType = try LutParameters.validated(binaryType: binaryType, for: "StochasticLut")
        connectionRule = connection
        self.seed = seed
        self.name = name
        binaryMode = binaryType == .bit
    }

    public var modelName: String { "StochasticLut\(inputsPerNode)" }
    public var objectName: String { "\(modelName)_\(binaryType.name)_fp32" }
    public var inputShape: Shape { core?.connection.inputShape ?? [] }
    public var isBinary: Bool? { binaryMode }
    public var isHostOnly: Bool? { hostOnly }
    public var lutCount: Int? { outputShape.count }

    /// The wires; nil before `setInputShape`.
    public var connection: ConnectionTable? { core?.connection }
    /// The tables, `[nodes, 2^N]`; nil before `setInputShape`.
    public var weights: Tensor? { core?.weights }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return outputShape }
        let (wires, tables) = try LutParameters.drawn(
            connectionRule, input: shape.validated(for: "input of \(displayName)"), output: outputShape,
            inputsPerNode: inputsPerNode, seed: seed)
        install(connection: wires, weights: tables)
        return outputShape
    }

    /// Takes over wires and tables.
    func install(connection: ConnectionTable, weights: Tensor) {
        core = LutCore(connection: connection, weights: weights)
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if core == nil { try setInputShape(x.shape) }
        return try built().forward(x, mode: mode(bias: unbinarizeBias), train: train)
    }

    /// The table of each node as bits, [W > 0.5]: bit p is the output for the inputs whose bits are p, input 0 the lowest;
    /// repeated to 64 entries for N < 6. With `lut_binarize` on and `binary` off they are exactly what
    /// `forward(train: false)` gives for inputs of 0 and 1.
    /// - Throws: `BrainError` before `setInputShape`.
    public func truthTables() throws -> [UInt64] {
        var mode = mode(bias: 0.5)
        mode.binarizesWeights = true
        return try built().truthTables(mode)
    }

    private func mode(bias: Float) -> LutCore.Mode {
        LutCore.Mode(
            isBinary: binaryMode, packsOutput: false, outputLevels: .zeroOne, binarizesWeights: binarizesTables,
            clampsWeights: true, bias: bias, normalization: nil, isHostOnly: hostOnly)
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        try built().backward(dy, needsInputGradient: needsInputGradient)
    }

    private func built() throws -> LutCore {
        guard let core else { throw LutParameters.notBuilt(displayName) }
        return core
    }

    public var parameters: Variables { Variables(core.map { [$0.weights] } ?? []) }
    public var gradients: Variables { Variables(core.map { [$0.gradients] } ?? []) }
    public func clear() { core?.clear() }

    public func handle(_ command: ModelCommand) throws -> Bool {
        switch command.verb {
        case "binary":
            // A layer of packed type has no other mode; the original ignores the command there.
            let value = try command.bool()
            if binaryType != .bit { binaryMode = value }
        case "lut_binarize": binarizesTables = try command.bool()
        case "y_binarize": binarizesOutput = try command.bool()
        case "host_only": hostOnly = try command.bool()
        case "host_simd": hostSimd = try command.bool()
        default: return false
        }
        return true
    }

    public var trainingState: [String: [UInt64]] {
        get { ["host_only": [hostOnly ? 1 : 0]] }
        set { hostOnly = newValue["host_only"]?.first == 1 }
    }
}
