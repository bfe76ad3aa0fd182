import KernelInterface

/// The differentiable LUT layer (manual §1.3.2.2, §5.2.3.2, §6.2.5.1): each node is a look-up table of N inputs whose
/// entries are trained, followed by batch normalisation with fixed gamma and beta, and by binarisation.
///
///     y0 = Σ_i W_i Π_j (bit j of i ? x̂_j : 1 − x̂_j)         z = (y0 − mean)/√var · gamma + beta
///     y  = binary ? [z > 0.5] : clamp(z, 0, 1)
///
/// x̂ is 0.5 ± 0.25 for a binary input (x > 0.5), else x clamped to [0, 1]. Shapes: any input, `outputShape` out; W is
/// `[nodes, 2^N]`. In binary mode the output is a packed buffer of 0 and 1.
public final class DifferentiableLut: Model {
    /// N, 2…6.
    public let inputsPerNode: Int
    /// Element type of the binary signals: fp32 (switchable) or bit.
    public let binaryType: DType
    /// Shape of one output frame.
    public let outputShape: Shape
    /// How inputs are chosen.
    public let connectionRule: ConnectionRule
    /// Seed of connections and initial weights.
    public let seed: UInt64
    /// Instance name.
    public var name: String?

    /// Scale after normalisation.
    public internal(set) var gamma: Float
    /// Offset after normalisation.
    public internal(set) var beta: Float
    /// Share of the old running statistics that a training step keeps.
    public internal(set) var momentum: Float
    /// Distance of a binary input's probability from 0.5.
    public internal(set) var unbinarizeBias: Float = 0.25
    /// Whether signals are single bits.
    public internal(set) var binaryMode: Bool
    /// Whether the tables count as [W > 0.5].
    public internal(set) var binarizesTables = false
    /// Whether batch normalisation is on.
    public internal(set) var batchNorm: Bool
    /// Whether the plain reference code runs.
    public internal(set) var hostOnly = false
    /// Whether no gradient flows below this layer.
    public internal(set) var backwardBreak = false
    /// Whether W and the running statistics stay as they are.
    public internal(set) var parameterLock = false
    /// Whether the next forward clamps W to [0, 1].
    public internal(set) var clampPending = false

    /// Running mean of y0, one a node; empty before `setInputShape`.
    public internal(set) var runningMean = Tensor(.fp32, shape: [0])
    /// Running biased variance of y0, one a node; empty before `setInputShape`.
    public internal(set) var runningVariance = Tensor(.fp32, shape: [0])
    private var core: LutCore?

    /// A layer with the defaults of the manual's Python class; parameters are drawn by `setInputShape`.
    /// - Throws: `BrainError` if N, the output shape or the types are not supported.
    public init(
        outputShape: Shape, connection: ConnectionRule = .random, binarize: Bool = true, batchNorm: Bool = true,
        momentum: Float = 0, gamma: Float = 0.3, beta: Float = 0.5, seed: UInt64 = 1, name: String? = nil,
        inputsPerNode: Int = 6, binaryType: DType = .fp32
    ) throws {
        self.outputShape = try outputShape.validated(for: "output of DifferentiableLut")
        self.inputsPerNode = try LutParameters.validated(inputsPerNode: inputsPerNode, for: "DifferentiableLut")
        self.binaryType = try LutParameters.validated(binaryType: binaryType, for: "DifferentiableLut")
        connectionRule = connection
        self.batchNorm = batchNorm
        self.momentum = momentum
        self.gamma = gamma
        self.beta = beta
        self.seed = seed
        self.name = name
        binaryMode = binarize || binaryType == .bit
    }

    public var modelName: String { "DifferentiableLut\(inputsPerNode)" }
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
        runningVariance.fill(1)
        return outputShape
    }

    /// Takes over wires and tables; statistics start at mean 0, variance 0.
    func install(connection: ConnectionTable, weights: Tensor) {
        core = LutCore(connection: connection, weights: weights)
        runningMean = Tensor(.fp32, shape: [outputShape.count])
        runningVariance = Tensor(.fp32, shape: [outputShape.count])
        clampPending = false
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if core == nil { try setInputShape(x.shape) }
        let y = try built().forward(x, mode: mode(isBinary: binaryMode), train: train)
        clampPending = false
        return y
    }

    /// The truth table of each node in binary mode with the running statistics: bit p is the output for the inputs whose bits
    /// are p, input 0 the lowest; repeated to 64 entries for N < 6. They are exactly those that `forward(train: false)`
    /// evaluates.
    /// - Throws: `BrainError` before `setInputShape`.
    public func truthTables() throws -> [UInt64] { try built().truthTables(mode(isBinary: true)) }

    private func mode(isBinary: Bool) -> LutCore.Mode {
        LutCore.Mode(
            isBinary: isBinary, packsOutput: isBinary,
            outputLevels: binaryType == .bit ? .minusOnePlusOne : .zeroOne, binarizesWeights: binarizesTables,
            clampsWeights: clampPending, bias: unbinarizeBias, normalization: normalization, isHostOnly: hostOnly)
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let dx = try built().backward(
            dy, needsInputGradient: needsInputGradient && !backwardBreak, isLocked: parameterLock)
        clampPending = true
        return dx
    }

    private func built() throws -> LutCore {
        guard let core else { throw LutParameters.notBuilt(displayName) }
        return core
    }

    private var normalization: LutNormalization? {
        guard batchNorm else { return nil }
        return LutNormalization(
            gamma: gamma, beta: beta, momentum: momentum, isFrozen: parameterLock,
            runningMean: runningMean.floats.baseAddress!, runningVariance: runningVariance.floats.baseAddress!)
    }

    public var parameters: Variables { parameterLock ? Variables() : Variables(core.map { [$0.weights] } ?? []) }
    public var gradients: Variables { parameterLock ? Variables() : Variables(core.map { [$0.gradients] } ?? []) }
    public func clear() { core?.clear() }

    public func handle(_ command: ModelCommand) throws -> Bool {
        switch command.verb {
        case "binary":
            // A layer of packed type has no other mode; the original ignores the command there.
            let value = try command.bool()
            if binaryType != .bit { binaryMode = value }
        case "lut_binarize": binarizesTables = try command.bool()
        case "batch_norm": batchNorm = try command.bool()
        case "momentum": momentum = try command.number()
        case "backward_break": backwardBreak = try command.bool()
        case "host_only": hostOnly = try command.bool()
        case "parameter_lock": parameterLock = try command.bool()
        default: return false
        }
        return true
    }

    public var trainingState: [String: [UInt64]] {
        get {
            [
                "host_only": [hostOnly ? 1 : 0], "backward_break": [backwardBreak ? 1 : 0],
                "parameter_lock": [parameterLock ? 1 : 0],
            ]
        }
        set {
            hostOnly = newValue["host_only"]?.first == 1
            backwardBreak = newValue["backward_break"]?.first == 1
            parameterLock = newValue["parameter_lock"]?.first == 1
        }
    }
}
