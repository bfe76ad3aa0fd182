import KernelInterface

/// The differentiable LUT layer (manual §1.3.2.2, §5.2.3.2, §6.2.5.1): each node is a look-up table of N inputs whose
/// entries are trained, followed by batch normalisation with fixed gamma and beta, and by binarisation.
///
///     z = (y0 − mean)/√var · gamma + beta        y = binary ? [z > 0.5] : clamp(z, 0, 1)
///
/// With direct tables (see `LutTableRule`) there is no normalisation: y = [W_p > 0.5] at the pattern p, ∂L/∂W_p is the sum of
/// ∂L/∂y over the frames of pattern p, and ∂y/∂x that of the smoothed table. In a file such a layer is one of the original's
/// with `unbinarize_bias` 0.5, which answers the same.
///
/// y0 is that of `LearnedLut`. In binary mode the output is a packed buffer of 0 and 1. Commands beside those of
/// `LearnedLut`: `batch_norm`, `momentum`, `backward_break`, `parameter_lock`.
public final class DifferentiableLut: LearnedLut, StatisticsMeasuring, Lockable {
    /// Scale after normalisation.
    public internal(set) var gamma: Float
    /// Offset after normalisation.
    public internal(set) var beta: Float
    /// Share of the old running statistics that a training step keeps.
    public var momentum: Float
    /// Whether batch normalisation is on.
    public internal(set) var batchNorm: Bool
    /// Whether the next forward clamps W to [0, 1].
    public internal(set) var clampPending = false
    /// What a node computes of its table.
    public private(set) var tableRule: LutTableRule
    var locks = LayerLocks()

    /// Running mean of y0, one a node; empty before `setInputShape`.
    public internal(set) var runningMean = Tensor(.fp32, shape: [0])
    /// Running biased variance of y0, one a node; empty before `setInputShape`.
    public internal(set) var runningVariance = Tensor(.fp32, shape: [0])

    /// A layer with the defaults of the manual's Python class; parameters are drawn by `setInputShape`.
    /// - Throws: `BrainError` if N, the output shape or the types are not supported.
    public init(
        outputShape: Shape, connection: ConnectionRule = .random,
        learnable: LearnableConnection.Settings? = nil, table: LutTableRule = .smoothed, start: LutTableStart? = nil,
        binarize: Bool = true, batchNorm: Bool = true,
        momentum: Float = 0, gamma: Float = 0.3, beta: Float = 0.5, seed: UInt64 = 1, name: String? = nil,
        inputsPerNode: Int = 6, binaryType: DType = .fp32
    ) throws {
        self.batchNorm = batchNorm && table == .smoothed
        tableRule = table
        self.momentum = momentum
        self.gamma = gamma
        self.beta = beta
        try super.init(
            Self.card, outputShape: outputShape, connection: connection, learnable: learnable,
            start: start ?? (table == .direct ? .uniform : .normal), binarize: binarize,
            binarizesTables: false, seed: seed, name: name, inputsPerNode: inputsPerNode, binaryType: binaryType)
        if table == .direct { unbinarizeBias = 0.5 }
    }

    /// Distance from 0.5 of the probabilities that smooth the slopes of direct tables.
    private static let slopeBias: Float = 0.25

    /// Whether no gradient flows below this layer.
    public var backwardBreak: Bool { locks.backwardBreak }
    /// Whether W and the running statistics stay as they are.
    public var parameterLock: Bool { locks.parameterLock }

    @discardableResult
    public override func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return outputShape }
        try super.setInputShape(shape)
        runningVariance.fill(1)
        return outputShape
    }

    /// Takes over wires and tables; statistics start at mean 0, variance 0.
    override func install(connection: ConnectionTable, weights: Tensor, wires: LearnableConnection? = nil) {
        super.install(connection: connection, weights: weights, wires: wires)
        runningMean = Tensor(.fp32, shape: [outputShape.count])
        runningVariance = Tensor(.fp32, shape: [outputShape.count])
        clampPending = false
    }

    override var mode: LutCore.Mode { mode(isBinary: binaryMode) }
    /// Bits in, bits out, with the running statistics.
    override var truthTableMode: LutCore.Mode { mode(isBinary: true) }

    private func mode(isBinary: Bool) -> LutCore.Mode {
        LutCore.Mode(
            isBinary: isBinary, packsOutput: isBinary,
            outputLevels: binaryType == .bit ? .minusOnePlusOne : .zeroOne, binarizesWeights: binarizesTables,
            clampsWeights: clampPending, bias: unbinarizeBias,
            slopeBias: isBinary && tableRule == .direct ? Self.slopeBias : nil, normalization: normalization,
            isHostOnly: hostOnly, usesDevice: allowsDevice)
    }

    private var normalization: LutNormalization? {
        guard batchNorm else { return nil }
        return LutNormalization(
            gamma: gamma, beta: beta, momentum: momentum, isFrozen: parameterLock,
            runningMean: runningMean.floats.baseAddress!, runningVariance: runningVariance.floats.baseAddress!)
    }

    public override func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        let y = try super.forward(x, train: train)
        clampPending = false
        return y
    }

    public override func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let dx = try built().backward(
            dy, needsInputGradient: needsInputGradient && !backwardBreak, isLocked: parameterLock)
        clampPending = true
        return dx
    }

    public var isMeasuring: Bool { batchNorm && !parameterLock }
    /// Mean and variance of each node.
    public override var runningStatistics: [Tensor] { [runningMean, runningVariance] }

    /// The quick way, and independent of the present mode.
    public override func truthTablesNow() throws -> [UInt64] { try truthTables() }

    public override func rememberForwardState() -> (() -> Void)? {
        let isClampDue = clampPending
        let wires = super.rememberForwardState()
        let changing = [runningMean, runningVariance] + (isClampDue ? [weights].compactMap { $0 } : [])
        let tensors = changing.map { $0.remembered() }
        return { [unowned self] in
            wires?()
            for putBack in tensors { putBack() }
            clampPending = isClampDue
        }
    }

    public override var parameters: Variables { parameterLock ? Variables() : super.parameters }
    public override var gradients: Variables { parameterLock ? Variables() : super.gradients }

    public override var stateBeforeUpdate: [String: [UInt64]] {
        super.stateBeforeUpdate.merging(locks.trainingState) { own, _ in own }.merging(tableState) { own, _ in own }
    }

    /// The rule of the tables; nothing for the original's.
    private var tableState: [String: [UInt64]] { tableRule == .direct ? ["direct_tables": [1]] : [:] }

    public override var trainingState: [String: [UInt64]] {
        get { super.trainingState.merging(stateBeforeUpdate) { own, _ in own } }
        set {
            tableRule = newValue["direct_tables"] == [1] ? .direct : .smoothed
            super.trainingState = newValue
            locks.trainingState = newValue
        }
    }

    public override func writeObjectData(to writer: inout ObjectWriter) throws {
        guard let connection, let weights else { throw withoutShapeError }
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(binarizesTables)
        writer.write(binaryMode)
        writer.write(batchNorm)
        writer.write(clampPending)
        LutObjects.write(connection, weights, to: &writer)
        writer.write(unbinarizeBias)
        writer.write(momentum)
        writer.write(gamma)
        writer.write(beta)
        writer.write(statistics: runningMean, of: outputShape)
        writer.write(statistics: runningVariance, of: outputShape)
    }

    /// Inputs count as [x > 0.5]; normalisation and binarisation are in the tables.
    public override var hardware: HardwareForm {
        .tables(
            TableNodes(
                wires: connection,
                entries: .bits({ try self.truthTables() }, binaryType == .bit ? .minusOnePlusOne : .zeroOne),
                above: 0.5))
    }
}
