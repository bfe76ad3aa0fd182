import KernelInterface

/// Batch normalisation to fixed scale and offset, for probabilities (the original's StochasticBatchNormalization).
///
///     mean = Σ x / F        var = Σ (x − mean)² / F        rstd = 1/(√var + 10⁻⁷)
///     y = gamma (x − mean) rstd + beta        dx = gamma rstd (dy − Σ dy / F − x̂ Σ(dy x̂) / F)
///
/// gamma and beta are the same for all nodes and are not trained. A forward that trains moves the running mean and biased
/// variance, `running = running·momentum + new·(1 − momentum)`; other forwards use both of them. (The original's CPU code uses
/// the last batch's mean there.) Commands: `set_gamma`, `set_beta`, `host_only`, `host_simd`.
public final class StochasticBatchNormalization: HostOnlySwitchable, StatisticsMeasuring {
    /// Scale.
    public internal(set) var gamma: Float
    /// Offset.
    public internal(set) var beta: Float
    /// Share of the old running statistics that a training step keeps.
    public var momentum: Float
    /// Instance name.
    public var name: String?
    /// Whether the plain reference code runs (there is one code path; kept for commands and files).
    public var hostOnly = false
    /// A switch of the original between two of its code paths (there is one; kept for commands and files).
    public internal(set) var hostSimd = false
    /// Shape of a frame.
    public private(set) var inputShape = Shape([])
    /// Running mean of each node; empty before `setInputShape`.
    public internal(set) var runningMean = Tensor(.fp32, shape: [0])
    /// Running biased variance of each node; empty before `setInputShape`.
    public internal(set) var runningVariance = Tensor(.fp32, shape: [0])

    private var stack = ForwardStack<Record>()
    private var spare: [Statistics] = []
    private var outputs = FrameBufferPool()
    private var inputGradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    private static let epsilon: Float = 1e-7

    /// Mean and 1/(√var + ε) of each node, in memory that later forwards use again.
    private struct Statistics {
        let mean: Tensor
        let scale: Tensor
    }

    private struct Record {
        let x: FrameBuffer
        let gamma: Float
        let statistics: Statistics
    }

    /// A layer with the defaults of the original.
    /// - Throws: `BrainError` unless the momentum lies in 0…1 and gamma and beta are finite.
    public init(momentum: Float = 0.9, gamma: Float = 0.2, beta: Float = 0.5, name: String? = nil) throws {
        guard (0...1).contains(momentum), gamma.isFinite, beta.isFinite else {
            throw BrainError(
                .parameter, what: "StochasticBatchNormalization",
                why: "momentum \(momentum), gamma \(gamma) or beta \(beta) is not usable",
                remedy: "choose a momentum from 0 to 1 and finite gamma and beta")
        }
        self.momentum = momentum
        self.gamma = gamma
        self.beta = beta
        self.name = name
    }

    public var isMeasuring: Bool { true }
    public var modelName: String { "StochasticBatchNormalization" }
    public var objectName: String { "StochasticBatchNormalization_fp32" }
    public var outputShape: Shape { inputShape }

    @discardableResult
    public func setInputShape(_ shape: Shape) throws -> Shape {
        if inputShape == shape { return shape }
        inputShape = try shape.validated(for: "input of \(displayName)")
        let claim = ParameterClaim(bytes: 8 * inputShape.count)
        if try claim.isOnlyPlanned(for: self, input: inputShape, output: inputShape) { return inputShape }
        runningMean = Tensor(.fp32, shape: [inputShape.count])
        runningVariance = Tensor(.fp32, shape: [inputShape.count])
        runningVariance.fill(1)
        clear()
        spare = []
        return inputShape
    }

    public func forward(_ x: FrameBuffer, train: Bool) throws -> FrameBuffer {
        if inputShape.rank == 0 { try setInputShape(x.shape) }
        try x.require(inputShape, for: "forward of \(displayName)")
        let input = x.floats(using: &conversions)
        let y = outputs.take(.fp32, frameCount: input.frameCount, shape: inputShape)
        guard train else {
            Parallel.shared.forEachRow(input.nodeCount, length: input.frameCount) { node in
                let scale = 1 / (runningVariance.floats[node].squareRoot() + Self.epsilon)
                normalize(input, node, mean: runningMean.floats[node], scale: scale, into: y)
            }
            return y
        }
        let statistics =
            spare.popLast()
            ?? Statistics(
                mean: Tensor(.fp32, shape: runningMean.shape), scale: Tensor(.fp32, shape: runningMean.shape))
        Parallel.shared.forEachRow(input.nodeCount, length: input.frameCount) { node in
            let frames = Float(max(1, input.frameCount))
            let row = input.floats(node)
            let mean = Kernels.elements.sum(row, input.frameCount) / frames
            let variance = Kernels.elements.centeredSquares(row, mean, input.frameCount) / frames
            let scale = 1 / (variance.squareRoot() + Self.epsilon)
            statistics.mean.floats[node] = mean
            statistics.scale.floats[node] = scale
            runningMean.floats[node] = runningMean.floats[node] * momentum + mean * (1 - momentum)
            runningVariance.floats[node] = runningVariance.floats[node] * momentum + variance * (1 - momentum)
            normalize(input, node, mean: mean, scale: scale, into: y)
        }
        stack.push(Record(x: input, gamma: gamma, statistics: statistics))
        return y
    }

    private func normalize(_ x: FrameBuffer, _ node: Int, mean: Float, scale: Float, into y: FrameBuffer) {
        let (source, target) = (x.floats(node), y.floats(node))
        let (factor, offset) = (scale * gamma, beta)
        for frame in 0..<x.frameCount { target[frame] = (source[frame] - mean) * factor + offset }
    }

    public func backward(_ dy: FrameBuffer, needsInputGradient: Bool) throws -> FrameBuffer? {
        let record = try stack.pop(for: displayName)
        defer { spare.append(record.statistics) }
        guard needsInputGradient else { return nil }
        let x = record.x
        try dy.requireGradient(frameCount: x.frameCount, shape: inputShape, for: displayName)
        let gradient = dy.floats(using: &conversions)
        let dx = inputGradients.take(.fp32, frameCount: x.frameCount, shape: inputShape)
        let frames = x.frameCount
        Parallel.shared.forEachRow(x.nodeCount, length: frames) { node in
            let (row, source, target) = (x.floats(node), gradient.floats(node), dx.floats(node))
            let (mean, scale) = (record.statistics.mean.floats[node], record.statistics.scale.floats[node])
            let shift = Kernels.elements.sum(source, frames) / Float(frames)
            let slope =
                Kernels.elements.centeredDot(source, row, mean, frames) * scale * scale / Float(frames)
            let map = NormalizationGradient(factor: record.gamma * scale, shift: shift, center: mean, slope: slope)
            Kernels.elements.normalizedGradient(source, row, map, target, frames)
        }
        return dx
    }

    public func clear() { stack.removeAll() }
}
