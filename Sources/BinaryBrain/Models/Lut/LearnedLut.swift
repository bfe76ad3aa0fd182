/// A layer of look-up tables that are learned: what DifferentiableLut and StochasticLut have in common.
///
///     y0 = Σ_i W_i Π_j (bit j of i ? x̂_j : 1 − x̂_j)
///
/// x̂ is 0.5 ± 0.25 for a binary input (x > 0.5), else x clamped to [0, 1]. Shapes: any input, `outputShape` out; W is
/// `[nodes, 2^N]`. Commands: `binary` (a layer of packed type has no other mode and ignores it, as in the original),
/// `lut_binarize`, `host_only`.
public class LearnedLut: SparseModel, DeviceSwitchable {
    public let card: LayerCard
    /// N, 2…6.
    public let inputsPerNode: Int
    /// Element type of the binary signals: fp32 (switchable) or bit.
    public let binaryType: DType
    /// Shape of one output frame.
    public let outputShape: Shape
    /// How inputs are chosen.
    public let connectionRule: ConnectionRule
    /// How wires learn; nil where they stay as the rule has drawn them.
    public let learnableConnection: LearnableConnection.Settings?
    /// What tables begin with.
    public let tableStart: LutTableStart
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
    /// Whether the layer may run on the device in use; only where its inputs are bits, and not with `hostOnly`.
    public var allowsDevice = true
    /// Whether its last forward in training ran on a device.
    public var ranOnDevice: Bool { core?.ranOnDevice ?? false }
    private var core: LutCore?

    init(
        _ card: LayerCard, outputShape: Shape, connection: ConnectionRule,
        learnable: LearnableConnection.Settings?, start: LutTableStart = .normal, binarize: Bool, binarizesTables: Bool,
        seed: UInt64, name: String?, inputsPerNode: Int, binaryType: DType
    ) throws {
        learnableConnection = learnable
        tableStart = start
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
        let wireCount = outputShape.count * inputsPerNode
        let candidates = learnableConnection.map { min($0.candidates, input.count) } ?? 0
        let claim = ParameterClaim(
            parameters: outputShape.count << inputsPerNode + wireCount * candidates,
            wires: wireCount, bytes: wireCount * candidates * MemoryLayout<Int32>.size)
        if try claim.isOnlyPlanned(for: self, input: input, output: outputShape) { return outputShape }
        var generator = MersenneTwister64(seed: seed)
        let (connection, tables) = try LutParameters.drawn(
            connectionRule, tableStart, input: input, output: outputShape, inputsPerNode: inputsPerNode,
            generator: &generator)
        let wires = try learnableConnection.map {
            try LearnableConnection($0, wires: connection, rule: connectionRule, generator: &generator)
        }
        install(connection: connection, weights: tables, wires: wires)
        return outputShape
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        preconditionFailure("each class has its own file")
    }

    /// Takes over wires and tables.
    func install(connection: ConnectionTable, weights: Tensor, wires: LearnableConnection? = nil) {
        core = LutCore(connection: connection, weights: weights, wires: wires)
    }

    /// What chooses the wires; nil before `setInputShape`, and where they stay as they are.
    public var wires: LearnableConnection? { core?.wires }

    /// Lets the wires of a layer from a file learn on from a checkpoint's state, if that is one of wires that learn.
    /// - Throws: `BrainError` if the state does not fit the layer.
    public func takeWires(from state: [String: [UInt64]]) throws {
        guard state["wires"] != nil, let core, core.wires == nil else { return }
        guard let wires = LearnableConnection(state: state, wires: core.connection) else {
            throw BrainError(
                .format, what: "the wires of \(displayName)", why: "their candidates are not those of such a layer",
                remedy: "use an intact copy")
        }
        self.core = LutCore(connection: core.connection, weights: core.weights, wires: wires)
    }

    /// Whether the next backward gives candidates up for inputs of higher merit, instead of adding to any gradient.
    var regrowsWires: Bool {
        get { core?.regrows ?? false }
        set { core?.regrows = newValue }
    }

    /// Lets the last such backward stand.
    /// - Returns: the elements of `wires.scores` that it has given to other inputs.
    func keepRegrowth() -> [Int] {
        defer { core?.keepRegrowth() }
        return core?.replacements.map(\.place) ?? []
    }

    public func rememberForwardState() -> (() -> Void)? {
        guard let core, core.wires != nil else { return nil }
        return { core.takeRegrowthBack() }
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

    public var parameters: Variables {
        Variables(core.map { [$0.weights] + ($0.wires.map { [$0.scores] } ?? []) } ?? [])
    }
    public var gradients: Variables {
        Variables(core.map { [$0.gradients] + ($0.wires.map { [$0.gradients] } ?? []) } ?? [])
    }
    /// Tables decay to a half, which says neither yes nor no; scores of wires do not decay.
    public var decayTargets: [Float?] { parameters.tensors.indices.map { $0 == 0 ? 0.5 : nil } }
    public func clear() { core?.clear() }

    /// Tables that a forward clamps, and statistics, are the subclass's to remember.

    public var stateBeforeUpdate: [String: [UInt64]] { ["host_only": [hostOnly ? 1 : 0]] }

    public var trainingState: [String: [UInt64]] {
        get { stateBeforeUpdate.merging(wires?.state ?? [:]) { own, _ in own } }
        set {
            hostOnly = newValue["host_only"]?.first == 1
            _ = wires?.restore(newValue)
        }
    }

    public var hardware: HardwareForm { preconditionFailure("each class has its own form") }
}

extension LearnedLut {
    /// The commands of each of these layers. One of packed type has no other mode.
    static let commands: [LayerCommand] = [
        .binary { (layer: LearnedLut, on: Bool) in if layer.binaryType != .bit { layer.binaryMode = on } }, .hostOnly,
        .device,
        .flag("lut_binarize", "the tables are read as W > 0.5") { (layer: LearnedLut, on: Bool) in
            layer.binarizesTables = on
        },
    ]
}

extension LearnedLut {
    /// Takes over wires, tables and running statistics. Wires that learn begin with those of the other layer as their best
    /// candidates; where it has candidates of its own in the same number, they are taken over with their scores.
    public func takeOver(_ other: any Model) throws {
        guard let other = other.learnedLut, let wires = other.connection, let tables = other.weights,
            modelName == other.modelName, inputShape == other.inputShape, outputShape == other.outputShape
        else { return try requireTwin(other) }
        let own = try wires.copy()
        var learning: LearnableConnection?
        if let learnableConnection {
            var generator = MersenneTwister64(seed: seed)
            let fresh = try LearnableConnection(
                learnableConnection, wires: own, rule: connectionRule, generator: &generator)
            if !(other.wires.map { fresh.restore($0.state) } ?? false) { fresh.preferFirst() }
            learning = fresh
        }
        install(connection: own, weights: Tensor(tables.values, shape: tables.shape), wires: learning)
        for (mine, others) in zip(runningStatistics, other.runningStatistics) { mine.assign(others) }
    }
}
