/// A small perceptron for each node (manual §5.2.3.3): N inputs, M hidden units with ReLU, one output.
///
///     h_i = max(0, b0_i + Σ_j W0_ij x_j)        y = b1 + Σ_i W1_i h_i
///
/// W0 is `[nodes, M, N]`, b0 and W1 `[nodes, M]`, b1 `[nodes]`. Packed input counts as the numbers of its levels. Commands:
/// `binary` (each forward clamps all parameters to [−1, 1] first), `host_only` (plain loops), `host_simd` (kept for files).
public final class MicroMlpAffine: SparseModel, HostOnlySwitchable {
    /// N, 2…6.
    public let inputsPerNode: Int
    /// M, 1…32.
    public let hiddenCount: Int
    /// Element type of the input signals: fp32 or bit.
    public let binaryType: DType
    /// Shape of one output frame.
    public let outputShape: Shape
    /// How inputs are chosen.
    public let connectionRule: ConnectionRule
    /// Standard deviation of initial weights, for the initialisers that ask for it.
    public let initializeStd: Float
    /// Word that names how initial weights are drawn, as given.
    public let initializer: String
    /// Seed of connections and initial weights.
    public let seed: UInt64
    /// Instance name.
    public var name: String?
    /// Whether each forward clamps the parameters to [−1, 1].
    public internal(set) var binaryMode = false
    /// Whether the plain reference code runs.
    public var hostOnly = false
    /// Kept for files of the original; the loops here are always vectorised unless host-only.
    public internal(set) var hostSimd = true

    /// The wires; nil before `setInputShape`.
    public private(set) var connection: ConnectionTable?
    /// W0, b0, W1, b1; empty before `setInputShape`.
    private(set) var tensors: [Tensor] = []
    private let rule: DenseInitializer
    private var tensorGradients: [Tensor] = []
    private var fanout: InputFanout?
    private var stack = ForwardStack<FrameBuffer>()
    private var outputs = FrameBufferPool()
    private var slotGradients = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// A layer with the original's defaults; parameters are drawn by `setInputShape`.
    /// - Throws: `BrainError` if a size, the output shape, the initialiser or the type is not usable.
    public init(
        outputShape: Shape, connection: ConnectionRule = .random, initializeStd: Float = 0.01, initializer: String = "",
        seed: UInt64 = 1, name: String? = nil, inputsPerNode: Int = 6, hiddenCount: Int = 16, binaryType: DType = .fp32
    ) throws {
        self.outputShape = try outputShape.validated(for: "output of MicroMlpAffine")
        self.inputsPerNode = try LutParameters.validated(inputsPerNode: inputsPerNode, for: "MicroMlpAffine")
        self.binaryType = try LutParameters.validated(binaryType: binaryType, for: "MicroMlpAffine")
        guard (1...32).contains(hiddenCount), initializeStd.isFinite, initializeStd >= 0 else {
            throw BrainError(
                .parameter, what: "MicroMlpAffine",
                why: "\(hiddenCount) hidden units or a deviation of \(initializeStd) are not usable",
                remedy: "choose 1 to 32 hidden units and a deviation of 0 or more")
        }
        rule = try DenseInitializer(parsing: initializer)
        self.hiddenCount = hiddenCount
        connectionRule = connection
        self.initializeStd = initializeStd
        self.initializer = initializer
        self.seed = seed
        self.name = name
    }

    public var modelName: String { "MicroMlpAffine\(inputsPerNode)_\(hiddenCount)" }
    public var objectName: String { "\(modelName)_\(binaryType.name)_fp32" }
    public var inputShape: Shape { connection?.inputShape ?? [] }
    public var isBinary: Bool? { binaryMode }

    /// Shapes of W0, b0, W1, b1.
    static func shapes(nodes: Int, hiddenCount: Int, inputsPerNode: Int) -> [Shape] {
        [[nodes, hiddenCount, inputsPerNode], [nodes, hiddenCount], [nodes, hiddenCount], [nodes]]
    }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return outputShape }
        let input = try shape.validated(for: "input of \(displayName)")
        let shapes = Self.shapes(nodes: outputShape.count, hiddenCount: hiddenCount, inputsPerNode: inputsPerNode)
        let claim = ParameterClaim(
            parameters: shapes.reduce(0) { $0 + $1.count }, wires: outputShape.count * inputsPerNode)
        if try claim.isOnlyPlanned(for: self, input: input, output: outputShape) { return outputShape }
        var generator = MersenneTwister64(seed: seed)
        let wires = try ConnectionTable(
            rule: connectionRule, inputShape: input, outputShape: outputShape, inputsPerNode: inputsPerNode,
            seed: generator.next())
        install(
            connection: wires,
            tensors: shapes.map {
                rule.tensor(shape: $0, inputCount: inputsPerNode, deviation: initializeStd, seed: generator.next())
            })
        return outputShape
    }

    /// Takes over wires and W0, b0, W1, b1; gradients start at 0.
    func install(connection: ConnectionTable, tensors: [Tensor]) {
        self.connection = connection
        self.tensors = tensors
        tensorGradients = tensors.map { Tensor(.fp32, shape: $0.shape) }
        fanout = nil
        stack.removeAll()
    }

    private func built() throws -> ConnectionTable {
        guard let connection else { throw LutParameters.notBuilt(displayName) }
        return connection
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if connection == nil { try setInputShape(x.shape) }
        let connection = try built()
        try x.require(inputShape, for: "forward of \(displayName)")
        if binaryMode {
            for tensor in tensors {
                for i in 0..<tensor.count { tensor.floats[i] = tensor.floats[i].clamped(to: -1...1) }
            }
        }
        let input = x.floats(using: &conversions)
        let y = outputs.take(.fp32, frameCount: input.frameCount, shape: outputShape)
        let mlp = MicroMlpArguments(connection, hiddenCount: hiddenCount, tensors)
        let run = Kernels.usesReference(hostOnly) ? MicroMlpReference.forward : MicroMlpKernel.forward
        Parallel.shared.forEachRow(y.nodeCount, length: workPerNode(y.frameCount)) { run(mlp, input, y, $0) }
        if train { stack.push(input) }
        return y
    }

    public func rememberForwardState() -> (() -> Void)? {
        guard binaryMode else { return nil }
        let clamped = tensors.map { $0.remembered() }
        return { for putBack in clamped { putBack() } }
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let x = try stack.pop(for: displayName)
        try dy.requireGradient(frameCount: x.frameCount, shape: outputShape, for: displayName)
        let connection = try built()
        let gradient = dy.floats(using: &conversions)
        let count = inputsPerNode
        let slots = slotGradients.take(.fp32, frameCount: x.frameCount, shape: [outputShape.count * count])
        let mlp = MicroMlpArguments(connection, hiddenCount: hiddenCount, tensors)
        let sums = MicroMlpArguments(connection, hiddenCount: hiddenCount, tensorGradients)
        let run = Kernels.usesReference(hostOnly) ? MicroMlpReference.backward : MicroMlpKernel.backward
        Parallel.shared.forEachRow(dy.nodeCount, length: 3 * workPerNode(x.frameCount)) {
            run(mlp, x, gradient, sums, slots, $0)
        }
        guard needsInputGradient else { return nil }
        let fanout = self.fanout ?? InputFanout(connection)
        self.fanout = fanout
        let dx = inputGradients.take(.fp32, frameCount: x.frameCount, shape: inputShape)
        Parallel.shared.forEachRow(dx.nodeCount, length: count * x.frameCount) { input in
            let row = dx.floats(input)
            row.update(repeating: 0, count: x.frameCount)
            for slot in fanout.slots(of: input) { Kernels.elements.add(slots.floats(Int(slot)), row, x.frameCount) }
        }
        return dx
    }

    private func workPerNode(_ frames: Int) -> Int { hiddenCount * inputsPerNode * frames / 8 }

    public var parameters: Variables { Variables(tensors) }
    public var gradients: Variables { Variables(tensorGradients) }
    public func clear() { stack.removeAll() }

    /// The outputs are numbers: a table of one is [y ≥ 0.5].
    public func patternOutputs() throws -> FrameBuffer {
        try forward(slots: LutPatterns.frames(nodes: outputShape.count, inputsPerNode: inputsPerNode))
    }

    /// What the nodes infer if they share no input: slot j of node n reads row n·N + j of `slots`. The parameters stay as they
    /// are, in binary mode too.
    /// - Throws: `BrainError` before `setInputShape`, or unless there is a row for each slot.
    public func forward(slots: FrameBuffer) throws -> FrameBuffer {
        _ = try built()
        let nodes = outputShape.count
        let twin = try MicroMlpAffine(
            outputShape: [nodes], inputsPerNode: inputsPerNode, hiddenCount: hiddenCount, binaryType: binaryType)
        twin.install(
            connection: try LutPatterns.wires(nodes: nodes, inputsPerNode: inputsPerNode),
            tensors: tensors.map { Tensor($0.values, shape: $0.shape) })
        twin.binaryMode = binaryMode
        twin.hostOnly = hostOnly
        return try twin.forward(slots, train: false)
    }
}
