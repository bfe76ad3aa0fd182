/// A layer of look-up tables that are learned: what DifferentiableLut and StochasticLut have in common.
///
///     y0 = Σ_i W_i Π_j (bit j of i ? x̂_j : 1 − x̂_j)
///
/// x̂ is 0.5 ± 0.25 for a binary input (x > 0.5), else x clamped to [0, 1]. Shapes: any input, `outputShape` out; W is
/// `[nodes, 2^N]`. Commands: `binary` (a layer of packed type has no other mode and ignores it, as in the original),
/// `lut_binarize`, `host_only`.
public class LearnedLut: SparseModel, HostOnlySwitchable {
    public let card: LayerCard
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

    /// Distance of a binary input's probability from 0.5.
    public internal(set) var unbinarizeBias: Float = 0.25
    /// Whether signals are single bits.
    public internal(set) var binaryMode: Bool
    /// Whether the tables count as [W > 0.5].
    public internal(set) var binarizesTables: Bool
    /// Whether the plain reference code runs.
    public var hostOnly = false
    private var core: LutCore?

    init(
        _ card: LayerCard, outputShape: Shape, connection: ConnectionRule, binarize: Bool, binarizesTables: Bool,
        seed: UInt64, name: String?, inputsPerNode: Int, binaryType: DType
    ) throws {
        self.card = card
        let className = card.name
        self.outputShape = try outputShape.validated(for: "output of \(className)")
        self.inputsPerNode = try LutParameters.validated(inputsPerNode: inputsPerNode, for: className)
        self.binaryType = try LutParameters.validated(binaryType: binaryType, for: className)
        connectionRule = connection
        self.seed = seed
        self.name = name
        binaryMode = binarize || binaryType == .bit
        self.binarizesTables = binarizesTables
    }

    public var modelName: String { "\(card.name)\(inputsPerNode)" }
    public var objectName: String { "\(modelName)_\(binaryType.name)_fp32" }
    public var inputShape: Shape { core?.connection.inputShape ?? [] }
    public var isBinary: Bool? { binaryMode }
    public var lutCount: Int? { outputShape.count }

    /// The wires; nil before `setInputShape`.
    public var connection: ConnectionTable? { core?.connection }
    /// The tables, `[nodes, 2^N]`; nil before `setInputShape` (manual `W`).
    public var weights: Tensor? { core?.weights }
    /// ∂L/∂W; nil before `setInputShape` (manual `dW`).
    public var weightGradients: Tensor? { core?.gradients }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return outputShape }
        let input = try shape.validated(for: "input of \(displayName)")
        let nodes = outputShape.count
        let claim = ParameterClaim(parameters: nodes << inputsPerNode, wires: nodes * inputsPerNode)
        if try claim.isOnlyPlanned(for: self, input: input, output: outputShape) { return outputShape }
        let (wires, tables) = try LutParameters.drawn(
            connectionRule, input: input, output: outputShape, inputsPerNode: inputsPerNode, seed: seed)
        install(connection: wires, weights: tables)
        return outputShape
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        preconditionFailure("each class has its own file")
    }

    /// Takes over wires and tables.
    func install(connection: ConnectionTable, weights: Tensor) {
        core = LutCore(connection: connection, weights: weights)
    }

    /// How the layer works now.
    var mode: LutCore.Mode { preconditionFailure("each class has its own mode") }
    /// How it works as truth tables.
    var truthTableMode: LutCore.Mode { preconditionFailure("each class has its own mode") }

    /// The wires, tables and gradients; throws before `setInputShape`.
    func built() throws -> LutCore {
        guard let core else { throw LutParameters.notBuilt(displayName) }
        return core
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if core == nil { try setInputShape(x.shape) }
        return try built().forward(x, mode: mode, train: train)
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        try built().backward(dy, needsInputGradient: needsInputGradient)
    }

    /// The truth table of each node: bit p is the output for the inputs whose bits are p, input 0 the lowest; repeated to 64
    /// entries for N < 6. They are exactly those that an inference on bits evaluates.
    /// - Throws: `BrainError` before `setInputShape`.
    public func truthTables() throws -> [UInt64] { try built().truthTables(truthTableMode) }

    public func patternOutputs() throws -> FrameBuffer {
        let nodes = outputShape.count
        // A forward may clamp its tables: those of this layer stay as they are.
        let weights = try built().weights
        let twin = LutCore(
            connection: try LutPatterns.wires(nodes: nodes, inputsPerNode: inputsPerNode),
            weights: Tensor(weights.values, shape: weights.shape))
        return try twin.forward(
            LutPatterns.frames(nodes: nodes, inputsPerNode: inputsPerNode), mode: mode, train: false)
    }

    /// Nothing is measured, unless a class says so.
    public var runningStatistics: [Tensor] { [] }
    public func truthTablesNow() throws -> [UInt64] { try lutTables() }
    /// The numbers of each node's table, row after row.
    public var tableEntries: Tensor? { weights }

    public var parameters: Variables { Variables(core.map { [$0.weights] } ?? []) }
    public var gradients: Variables { Variables(core.map { [$0.gradients] } ?? []) }
    public func clear() { core?.clear() }

    /// Tables that a forward clamps, and statistics, are the subclass's to remember.
    public func rememberForwardState() -> (() -> Void)? { nil }

    public func handle(_ command: ModelCommand) throws -> Bool {
        switch command.verb {
        case "binary":
            let value = try command.bool()
            if binaryType != .bit { binaryMode = value }
        case "lut_binarize": binarizesTables = try command.bool()
        default: return false
        }
        return true
    }

    public var trainingState: [String: [UInt64]] {
        get { ["host_only": [hostOnly ? 1 : 0]] }
        set { hostOnly = newValue["host_only"]?.first == 1 }
    }

    public var hardware: HardwareForm { preconditionFailure("each class has its own form") }
}
