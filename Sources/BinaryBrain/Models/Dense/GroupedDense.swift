/// A dense layer for each of several groups of contiguous nodes, with or without quantisation: what DenseAffineQuantize,
/// DepthwiseDenseAffine and DepthwiseDenseAffineQuantize have in common.
///
///     y_g = q_out(b̂_g + Ŵ_g x̂_g)        x̂ = q_in(x), Ŵ = q_w(W), b̂ = q_w(b)
///
/// DepthwiseDenseAffineQuantize does not round y, as the original does not, whatever its output bits say.
///
///     dW_g += dy_g x̂_gᵀ        db_g += Σ dy_g        dx_g = Ŵ_gᵀ dy_g
///
/// Gradients pass straight through the roundings q. Commands: `backward_break`, `parameter_lock`, `host_only`; `quantize`
/// where there are roundings, else `binary` (kept in files, without effect, as in the original).
public class GroupedDense: HostOnlySwitchable, Lockable {
    /// The roundings of a layer.
    public struct Quantizations: Sendable, Hashable {
        /// For W and b.
        public var weights: Quantization
        /// For y.
        public var output: Quantization
        /// For x.
        public var input: Quantization
    }

    public let card: LayerCard
    /// Shape of one output frame.
    public let outputShape: Shape
    /// Standard deviation of initial weights, for the initialisers that ask for it.
    public let initializeStd: Float
    /// Word that names how initial weights are drawn, as given.
    public let initializer: String
    /// Seed of the initial weights.
    public let seed: UInt64
    /// The roundings; nil for a class without them.
    public let quantizations: Quantizations?
    /// Whether the roundings are in use.
    public internal(set) var quantizes: Bool
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs.
    public var hostOnly = false
    /// A switch of the original that has no effect; only classes without roundings know its command.
    public internal(set) var binaryMode = false
    /// Whether the original's GPU code uses cuBLAS: of no effect here, kept for the file.
    var usesCublas = false
    var locks = LayerLocks()
    /// Shape of one input frame.
    public private(set) var inputShape = Shape([])
    /// Whether each channel is a group of its own; otherwise all nodes are one group, whose outputs are rounded, too.
    var isDepthwise: Bool { true }
    /// Number of groups; 0 before `setInputShape`.
    public private(set) var groupCount = 0

    private let rule: DenseInitializer
    private let groups: (Shape) -> Int
    private var tensors: [Tensor] = []
    private var tensorGradients: [Tensor] = []
    private var stack = ForwardStack<Record>()
    private var roundedTensors: [Tensor] = []
    private var outputs = FrameBufferPool()
    private var roundedInputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// What one forward worked on.
    private struct Record {
        let x: FrameBuffer
        let quantizes: Bool
    }

    /// - Parameter groups: number of groups for an input shape, or 0 if it cannot be divided.
    init(
        _ card: LayerCard, outputShape: Shape, quantizations: Quantizations?, quantizes: Bool, initializeStd: Float,
        initializer: String, seed: UInt64, name: String?, groups: @escaping (Shape) -> Int
    ) throws {
        self.outputShape = try outputShape.validated(for: "output of \(card.name)")
        guard initializeStd.isFinite, initializeStd >= 0 else {
            throw BrainError(
                .parameter, what: card.name, why: "initialize_std \(initializeStd) is not a standard deviation",
                remedy: "choose 0 or more")
        }
        rule = try DenseInitializer(parsing: initializer)
        self.card = card
        self.quantizations = quantizations
        self.quantizes = quantizes
        self.initializeStd = initializeStd
        self.initializer = initializer
        self.seed = seed
        self.name = name
        self.groups = groups
    }

    /// Class name.
    public var modelName: String { card.name }
    public var objectName: String { "\(modelName)_fp32" }
    /// W, `[outputs, inputs]`, or `[groups, outputs, inputs]` of a group; nil before `setInputShape`.
    public var weights: Tensor? { tensors.first }
    /// b, of the shape of W without its last axis; nil before `setInputShape`.
    public var bias: Tensor? { tensors.last }

    /// Shapes of W and b; a layer that is no depthwise one has no axis of groups.
    func parameterShapes(inputs: Int, groups: Int) -> (weights: Shape, bias: Shape) {
        let outputs = outputShape.count / groups
        return ([groups, outputs, inputs / groups], [groups, outputs])
    }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return outputShape }
        let input = try shape.validated(for: "input of \(displayName)")
        let count = groups(input)
        guard count > 0, input.count % count == 0, outputShape.count % count == 0 else {
            throw BrainError(
                .shape, what: displayName,
                why: "an input of \(input) and an output of \(outputShape) do not divide into \(count) groups",
                remedy: "choose a depth_size that divides the nodes of both")
        }
        // Both factors are below 2^31, so the product cannot overflow.
        guard input.count * (outputShape.count / count) <= Int(Int32.max) else {
            throw BrainError(
                .shape, what: displayName, why: "\(input) inputs for \(outputShape) outputs are too many weights",
                remedy: "keep their product below 2^31")
        }
        let shapes = parameterShapes(inputs: input.count, groups: count)
        let claim = ParameterClaim(parameters: shapes.weights.count + shapes.bias.count)
        if try claim.isOnlyPlanned(for: self, input: input, output: outputShape) { return outputShape }
        var generator = MersenneTwister64(seed: seed)
        // As in the original, the scale follows from all inputs, not from those of a group.
        let parameters = [shapes.weights, shapes.bias].map {
            rule.tensor(shape: $0, inputCount: input.count, deviation: initializeStd, seed: generator.next())
        }
        install(inputShape: input, groupCount: count, weights: parameters[0], bias: parameters[1])
        return outputShape
    }

    /// Takes over parameters of the right shapes; gradients start at 0.
    func install(inputShape: Shape, groupCount: Int, weights: Tensor, bias: Tensor) {
        self.inputShape = inputShape
        self.groupCount = groupCount
        tensors = [weights, bias]
        tensorGradients = tensors.map { Tensor(.fp32, shape: $0.shape) }
        roundedTensors = quantizations == nil ? [] : tensors.map { Tensor(.fp32, shape: $0.shape) }
        stack.removeAll()
    }

    /// Whether no gradient flows below this layer.
    public var backwardBreak: Bool { locks.backwardBreak }
    /// Whether W and b stay as they are.
    public var parameterLock: Bool { locks.parameterLock }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if groupCount == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let input = roundedInput(x.floats(using: &conversions))
        let (weights, bias) = effectiveParameters(rounded: quantizes)
        let y = outputs.take(.fp32, frameCount: input.frameCount, shape: outputShape)
        let isPlain = Kernels.usesReference(hostOnly)
        for group in 0..<groupCount {
            let product = DenseGroup(group, of: groupCount, x: input, y: y, weights: weights)
            if isPlain { product.plainForward(bias) } else { product.forward(bias) }
        }
        if quantizes, !isDepthwise, let rounding = quantizations?.output {
            Parallel.shared.forEachRow(y.nodeCount, length: y.frameCount) {
                rounding.apply(y.floats($0), to: y.floats($0), count: y.frameCount)
            }
        }
        if train { stack.push(Record(x: input, quantizes: quantizes)) }
        return y
    }

    private func roundedInput(_ x: FrameBuffer) -> FrameBuffer {
        guard quantizes, let rounding = quantizations?.input, rounding.bits > 0 else { return x }
        let rounded = roundedInputs.take(.fp32, frameCount: x.frameCount, shape: inputShape)
        Parallel.shared.forEachRow(x.nodeCount, length: x.frameCount) {
            rounding.apply(x.floats($0), to: rounded.floats($0), count: x.frameCount)
        }
        return rounded
    }

    /// W and b as a forward or its backward uses them.
    private func effectiveParameters(rounded: Bool) -> (weights: Tensor, bias: Tensor) {
        guard rounded, let rounding = quantizations?.weights else { return (tensors[0], tensors[1]) }
        for (source, target) in zip(tensors, roundedTensors) {
            rounding.apply(source.floats.baseAddress!, to: target.floats.baseAddress!, count: source.count)
        }
        return (roundedTensors[0], roundedTensors[1])
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let record = try stack.pop(for: displayName)
        let x = record.x
        try dy.requireGradient(frameCount: x.frameCount, shape: outputShape, for: displayName)
        let gradient = dy.floats(using: &conversions)
        let wantsInput = needsInputGradient && !backwardBreak
        let dx = wantsInput ? inputGradients.take(.fp32, frameCount: x.frameCount, shape: inputShape) : nil
        let weights = effectiveParameters(rounded: record.quantizes).weights
        let isPlain = Kernels.usesReference(hostOnly)
        for group in 0..<groupCount {
            if !parameterLock {
                let sums = DenseGroup(group, of: groupCount, x: x, y: gradient, weights: tensorGradients[0])
                if isPlain {
                    sums.plainAccumulate(tensorGradients[1])
                } else {
                    sums.accumulate(tensorGradients[1])
                }
            }
            if let dx {
                let product = DenseGroup(group, of: groupCount, x: dx, y: gradient, weights: weights)
                if isPlain { product.plainInputGradient() } else { product.inputGradient() }
            }
        }
        return dx
    }

    public var parameters: Variables { parameterLock ? Variables() : Variables(tensors) }
    public var gradients: Variables { parameterLock ? Variables() : Variables(tensorGradients) }
    public func clear() { stack.removeAll() }

    public var trainingState: [String: [UInt64]] {
        get { locks.trainingState }
        set { locks.trainingState = newValue }
    }

    public var hardware: HardwareForm { .sumsOfAllInputs }
}
