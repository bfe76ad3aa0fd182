/// A fully connected layer (manual §5.2.3.5, §6.2.5.4).
///
///     y = b + W x        dW += dy xᵀ        db += Σ dy        dx = Wᵀ dy
///
/// W is `[outputs, inputs]`, b `[outputs]`. Packed input counts as the numbers of its levels. Commands: `binary` (kept in files,
/// without effect, as in the original), `backward_break`, `parameter_lock`, `host_only` (plain loops instead of BLAS).
public final class DenseAffine: HostOnlySwitchable, Lockable {
    /// Shape of one output frame.
    public let outputShape: Shape
    /// Standard deviation of initial weights, for the initialisers that ask for it.
    public let initializeStd: Float
    /// Word that names how initial weights are drawn, as given.
    public let initializer: String
    /// Seed of the initial weights.
    public let seed: UInt64
    /// Instance name.
    public var name: String?
    /// A switch of the original that has no effect.
    public internal(set) var binaryMode = false
    /// Whether the original's GPU code uses cuBLAS: of no effect here, kept for the file.
    var usesCublas = false
    /// Whether the plain reference code runs.
    public var hostOnly = false
    var locks = LayerLocks()
    /// Shape of one input frame.
    public private(set) var inputShape = Shape([])

    /// What exists once the input shape is known.
    private struct Parameters {
        let weights: Tensor
        let bias: Tensor
        let weightGradients: Tensor
        let biasGradients: Tensor
    }

    private let rule: DenseInitializer
    private var installed: Parameters?
    private var stack = ForwardStack<FrameBuffer>()
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()
    /// Memory of the product of bits.
    private var patterns = AlignedStorage(byteCount: 0)

    /// A layer with the defaults of the manual's Python class; parameters are drawn by `setInputShape`.
    /// - Throws: `BrainError` if the output shape or the initialiser is not usable.
    public init(
        outputShape: Shape, initializeStd: Float = 0.01, initializer: String = "", seed: UInt64 = 1,
        name: String? = nil
    ) throws {
        self.outputShape = try outputShape.validated(for: "output of DenseAffine")
        guard initializeStd.isFinite, initializeStd >= 0 else {
            throw BrainError(
                .parameter, what: "DenseAffine", why: "initialize_std \(initializeStd) is not a standard deviation",
                remedy: "choose 0 or more")
        }
        rule = try DenseInitializer(parsing: initializer)
        self.initializeStd = initializeStd
        self.initializer = initializer
        self.seed = seed
        self.name = name
    }

    public var modelName: String { "DenseAffine" }
    public var objectName: String { "DenseAffine_fp32" }

    /// W, `[outputs, inputs]`; nil before `setInputShape`.
    public var weights: Tensor? { installed?.weights }
    /// b, `[outputs]`; nil before `setInputShape`.
    public var bias: Tensor? { installed?.bias }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return outputShape }
        let input = try shape.validated(for: "input of \(displayName)")
        let (inputs, outputs) = (input.count, outputShape.count)
        // Both factors are below 2^31, so the product cannot overflow.
        guard inputs * outputs <= Int(Int32.max) else {
            throw BrainError(
                .shape, what: displayName, why: "\(inputs) inputs for \(outputs) outputs are too many weights",
                remedy: "keep their product below 2^31")
        }
        let claim = ParameterClaim(parameters: inputs * outputs + outputs)
        if try claim.isOnlyPlanned(for: self, input: input, output: outputShape) { return outputShape }
        var generator = MersenneTwister64(seed: seed)
        install(
            inputShape: input,
            weights: rule.tensor(
                shape: [outputs, inputs], inputCount: inputs, deviation: initializeStd, seed: generator.next()),
            bias: rule.tensor(shape: [outputs], inputCount: inputs, deviation: initializeStd, seed: generator.next()))
        return outputShape
    }

    /// Takes over parameters of the right shapes; gradients start at 0.
    func install(inputShape: Shape, weights: Tensor, bias: Tensor) {
        self.inputShape = inputShape
        installed = Parameters(
            weights: weights, bias: bias, weightGradients: Tensor(.fp32, shape: weights.shape),
            biasGradients: Tensor(.fp32, shape: bias.shape))
        stack.removeAll()
    }

    private func built() throws -> Parameters {
        guard let installed else {
            throw BrainError(
                .usage, what: displayName, why: "it has no parameters yet",
                remedy: "call setInputShape before forward or backward")
        }
        return installed
    }

    /// Whether no gradient flows below this layer.
    public var backwardBreak: Bool { locks.backwardBreak }
    /// Whether W and b stay as they are.
    public var parameterLock: Bool { locks.parameterLock }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if installed == nil { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let parameters = try built()
        let y = outputs.take(.fp32, frameCount: x.frameCount, shape: outputShape)
        if x.dtype == .bit, let kernels = Kernels.table(hostOnly: hostOnly).denseBits {
            DenseProduct.forward(
                bits: x, weights: parameters.weights, bias: parameters.bias, into: y, kernels: kernels,
                patterns: &patterns)
            if train { stack.push(x) }
            return y
        }
        let input = x.floats(using: &conversions)
        let product = Kernels.usesReference(hostOnly) ? DenseReference.forward : DenseProduct.forward
        product(input, parameters.weights, parameters.bias, y)
        if train { stack.push(input) }
        return y
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let pushed = try stack.pop(for: displayName)
        let x = pushed.floats(using: &conversions)
        try dy.requireGradient(frameCount: x.frameCount, shape: outputShape, for: displayName)
        let parameters = try built()
        let gradient = dy.floats(using: &conversions)
        // Under the lock nobody clears the gradients: what gathered in them would burst into the first step after it.
        if !parameterLock {
            let accumulate =
                Kernels.usesReference(hostOnly)
                ? DenseReference.accumulateGradients : DenseProduct.accumulateGradients
            accumulate(x, gradient, parameters.weightGradients, parameters.biasGradients)
        }
        guard needsInputGradient, !backwardBreak else { return nil }
        let dx = inputGradients.take(.fp32, frameCount: x.frameCount, shape: inputShape)
        let product = Kernels.usesReference(hostOnly) ? DenseReference.inputGradient : DenseProduct.inputGradient
        product(gradient, parameters.weights, dx)
        return dx
    }

    public var parameters: Variables {
        guard let installed, !parameterLock else { return Variables() }
        return Variables([installed.weights, installed.bias])
    }

    public var gradients: Variables {
        guard let installed, !parameterLock else { return Variables() }
        return Variables([installed.weightGradients, installed.biasGradients])
    }

    public func clear() { stack.removeAll() }

    public var trainingState: [String: [UInt64]] {
        get { locks.trainingState }
        set { locks.trainingState = newValue }
    }
}
