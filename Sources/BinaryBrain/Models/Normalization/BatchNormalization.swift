import KernelInterface

/// Batch normalisation with a trained scale and offset for each node (manual §5.2.3.6, §6.2.8.1; Ioffe, Szegedy 2015).
///
///     mean = Σ x / F        var = Σ (x − mean)² / F        rstd = 1/√(var + 10⁻⁷)
///     x̂ = (x − mean) rstd        y = gamma x̂ + beta
///     dgamma += Σ dy x̂        dbeta += Σ dy        dx = gamma rstd (dy − Σ dy / F − x̂ Σ(dy x̂) / F)
///
/// A forward that trains takes mean and variance of the batch and moves the running ones, `running = running·momentum +
/// new·(1 − momentum)`, where the new variance is the unbiased one (that of a single frame does not exist: the running one stays).
/// Other forwards use the running ones, and so does everything under `parameter_lock`: the layer is then a fixed affine map.
///
/// Commands: `bypass`, `fix_gamma`, `fix_beta`, `set_momentum`, `parameter_lock`, `host_only`, `host_simd`.
public final class BatchNormalization: HostOnlySwitchable, StatisticsMeasuring {
    /// Scale of each node to begin with.
    public let initialGamma: Float
    /// Offset of each node to begin with.
    public let initialBeta: Float
    /// Instance name.
    public var name: String?
    /// Share of the old running statistics that a training step keeps.
    public var momentum: Float
    /// Whether gamma is not trained.
    public internal(set) var fixGamma: Bool
    /// Whether beta is not trained.
    public internal(set) var fixBeta: Bool
    /// Whether the layer hands its input on.
    public internal(set) var bypass = false
    /// Whether gamma, beta and the running statistics stay as they are.
    public internal(set) var parameterLock = false
    /// Whether the plain reference code runs.
    public var hostOnly = false
    /// A switch of the original between two of its code paths (there is one; kept for commands and files).
    public internal(set) var hostSimd = false
    /// Shape of a frame.
    public private(set) var inputShape = Shape([])

    /// Scale of each node; empty before `setInputShape`.
    public internal(set) var gamma = Tensor(.fp32, shape: [0])
    /// Offset of each node; empty before `setInputShape`.
    public internal(set) var beta = Tensor(.fp32, shape: [0])
    /// Running mean of each node; empty before `setInputShape`.
    public internal(set) var runningMean = Tensor(.fp32, shape: [0])
    /// Running unbiased variance of each node; empty before `setInputShape`.
    public internal(set) var runningVariance = Tensor(.fp32, shape: [0])

    private var gammaGradients = Tensor(.fp32, shape: [0])
    private var betaGradients = Tensor(.fp32, shape: [0])
    private var stack = ForwardStack<Record>()
    private var spare: [BatchStatistics] = []
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// What one forward did.
    private enum Record {
        case passed
        case fixed(frameCount: Int)
        case normalized(x: FrameBuffer, BatchStatistics)
    }

    /// Mean and 1/√(var + ε) of each node, in memory that later forwards use again.
    private struct BatchStatistics {
        let mean: Tensor
        let scale: Tensor

        init(nodeCount: Int) {
            mean = Tensor(.fp32, shape: [nodeCount])
            scale = Tensor(.fp32, shape: [nodeCount])
        }
    }

    private static let epsilon: Float = 1e-7

    /// A layer with the defaults of the manual's Python class.
    /// - Throws: `BrainError` unless the momentum lies in 0…1 and gamma and beta are finite.
    public init(
        momentum: Float = 0.9, gamma: Float = 1, beta: Float = 0, fixGamma: Bool = false, fixBeta: Bool = false,
        name: String? = nil
    ) throws {
        guard gamma.isFinite, beta.isFinite else {
            throw BrainError(
                .parameter, what: "BatchNormalization", why: "gamma \(gamma) or beta \(beta) is not finite",
                remedy: "choose finite numbers")
        }
        self.momentum = try Self.validated(momentum: momentum)
        initialGamma = gamma
        initialBeta = beta
        self.fixGamma = fixGamma
        self.fixBeta = fixBeta
        self.name = name
    }

    static func validated(momentum: Float) throws -> Float {
        guard (0...1).contains(momentum) else {
            throw BrainError(
                .parameter, what: "momentum of BatchNormalization", why: "\(momentum) is not from 0 to 1",
                remedy: "choose a number from 0 to 1")
        }
        return momentum
    }

    public var isMeasuring: Bool { !bypass && !parameterLock }
    public var modelName: String { "BatchNormalization" }
    public var objectName: String { "BatchNormalization_fp32" }
    public var outputShape: Shape { inputShape }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return shape }
        inputShape = try shape.validated(for: "input of \(displayName)")
        let nodes: Shape = [inputShape.count]
        let claim = ParameterClaim(parameters: 2 * inputShape.count, bytes: 8 * inputShape.count)
        if try claim.isOnlyPlanned(for: self, input: inputShape, output: inputShape) { return inputShape }
        gamma = Tensor(.fp32, shape: nodes)
        beta = Tensor(.fp32, shape: nodes)
        gamma.fill(initialGamma)
        beta.fill(initialBeta)
        gammaGradients = Tensor(.fp32, shape: nodes)
        betaGradients = Tensor(.fp32, shape: nodes)
        runningMean = Tensor(.fp32, shape: nodes)
        runningVariance = Tensor(.fp32, shape: nodes)
        runningVariance.fill(1)
        clear()
        spare = []
        return inputShape
    }

    // MARK: Forward

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        if bypass {
            if train { stack.push(.passed) }
            return x
        }
        let input = x.floats(using: &conversions)
        let y = outputs.take(.fp32, frameCount: input.frameCount, shape: inputShape)
        let kernels = kernels
        let trains = train && !parameterLock && input.frameCount > 0
        if trains {
            let statistics = spare.popLast() ?? BatchStatistics(nodeCount: input.nodeCount)
            forEachRow(input) { node in
                measure(input, node: node, into: statistics, kernels)
                normalize(
                    input, node: node, mean: statistics.mean.floats[node], scale: statistics.scale.floats[node],
                    into: y, kernels)
            }
            stack.push(.normalized(x: input, statistics))
        } else {
            forEachRow(input) { node in
                normalize(
                    input, node: node, mean: runningMean.floats[node], scale: runningScale(node), into: y, kernels)
            }
            if train { stack.push(.fixed(frameCount: input.frameCount)) }
        }
        return y
    }

    /// Statistics of one node over the batch; moves the running ones.
    private func measure(_ x: FrameBuffer, node: Int, into statistics: BatchStatistics, _ kernels: ElementKernels) {
        let row = x.floats(node)
        let frames = Float(x.frameCount)
        let mean = kernels.sum(row, x.frameCount) / frames
        let squares = kernels.centeredSquares(row, mean, x.frameCount)
        statistics.mean.floats[node] = mean
        statistics.scale.floats[node] = 1 / (squares / frames + Self.epsilon).squareRoot()
        runningMean.floats[node] = runningMean.floats[node] * momentum + mean * (1 - momentum)
        if x.frameCount > 1 {
            let unbiased = squares / (frames - 1)
            runningVariance.floats[node] = runningVariance.floats[node] * momentum + unbiased * (1 - momentum)
        }
    }

    private func normalize(
        _ x: FrameBuffer, node: Int, mean: Float, scale: Float, into y: FrameBuffer, _ kernels: ElementKernels
    ) {
        let (source, target) = (x.floats(node), y.floats(node))
        let (factor, offset) = (scale * gamma.floats[node], beta.floats[node])
        kernels.affine(
            source, AffineMap(center: mean, factor: factor, offset: offset), target, x.frameCount)
    }

    private func runningScale(_ node: Int) -> Float {
        1 / (runningVariance.floats[node] + Self.epsilon).squareRoot()
    }

    // MARK: Backward

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        switch try stack.pop(for: displayName) {
        case .passed:
            return needsInputGradient ? dy : nil
        case .fixed(let frameCount):
            guard needsInputGradient else { return nil }
            try dy.requireGradient(frameCount: frameCount, shape: inputShape, for: displayName)
            return scaled(dy.floats(using: &conversions))
        case .normalized(let x, let statistics):
            defer { spare.append(statistics) }
            try dy.requireGradient(frameCount: x.frameCount, shape: inputShape, for: displayName)
            return differentiated(dy.floats(using: &conversions), x, statistics, needsInputGradient)
        }
    }

    /// The gradient of the fixed affine map.
    private func scaled(_ dy: FrameBuffer) -> FrameBuffer {
        let dx = inputGradients.take(.fp32, frameCount: dy.frameCount, shape: inputShape)
        let kernels = kernels
        forEachRow(dy) { node in
            let (source, target) = (dy.floats(node), dx.floats(node))
            let factor = gamma.floats[node] * runningScale(node)
            kernels.affine(source, AffineMap(center: 0, factor: factor, offset: 0), target, dy.frameCount)
        }
        return dx
    }

    private func differentiated(
        _ dy: FrameBuffer, _ x: FrameBuffer, _ statistics: BatchStatistics, _ needsInputGradient: Bool
    ) -> FrameBuffer? {
        let frames = x.frameCount
        let kernels = kernels
        let dx = needsInputGradient ? inputGradients.take(.fp32, frameCount: frames, shape: inputShape) : nil
        forEachRow(x) { node in
            let (row, gradient) = (x.floats(node), dy.floats(node))
            let (mean, scale) = (statistics.mean.floats[node], statistics.scale.floats[node])
            let sum = kernels.sum(gradient, frames)
            let product = kernels.centeredDot(gradient, row, mean, frames) * scale
            if !fixBeta { betaGradients.floats[node] += sum }
            if !fixGamma { gammaGradients.floats[node] += product }
            guard let target = dx?.floats(node) else { return }
            let factor = gamma.floats[node] * scale
            let (shift, slope) = (sum / Float(frames), product / Float(frames) * scale)
            let map = NormalizationGradient(factor: factor, shift: shift, center: mean, slope: slope)
            kernels.normalizedGradient(gradient, row, map, target, frames)
        }
        return dx
    }

    private var kernels: ElementKernels { Kernels.table(hostOnly: hostOnly).elements }

    private func forEachRow(_ buffer: FrameBuffer, _ body: (Int) -> Void) {
        Parallel.shared.forEachRow(buffer.nodeCount, length: buffer.frameCount, body)
    }

    // MARK: Parameters and commands

    public var parameters: Variables { trained(gamma, beta) }
    /// Gain and shift do not decay.
    public var decayTargets: [Float?] { parameters.tensors.map { _ in nil } }
    public var gradients: Variables { trained(gammaGradients, betaGradients) }

    /// Those of gamma and beta that are trained.
    private func trained(_ gamma: Tensor, _ beta: Tensor) -> Variables {
        guard inputShape.rank > 0, !parameterLock else { return Variables() }
        return Variables((fixGamma ? [] : [gamma]) + (fixBeta ? [] : [beta]))
    }

    public func clear() { stack.removeAll() }

    public var trainingState: [String: [UInt64]] {
        get { ["parameter_lock": [parameterLock ? 1 : 0]] }
        set { parameterLock = newValue["parameter_lock"]?.first == 1 }
    }
}
