import BinaryBrain
import Foundation

/// Squares of small errors, and absolute values of large ones: a loss of another package.
///
///     L = Σ h(y − t) / (nodes · frames)    h(e) = e²/2 for |e| ≤ δ, else δ (|e| − δ/2)
final class HuberLoss: LossFunction {
    var average = RunningAverage()
    var comparison: AnswerComparison { .nodes }
    private let delta: Float

    init(delta: Float) { self.delta = delta }

    func calculate(_ y: FrameBuffer, target: FrameBuffer, batchSize: Int?) throws -> FrameBuffer {
        try comparison.check(answer: y.shape, target: target.shape, for: "loss Huber")
        let dy = FrameBuffer(.fp32, frameCount: y.frameCount, shape: y.shape)
        let scale = 1 / Float(y.nodeCount * (batchSize ?? y.frameCount))
        var sum = 0.0
        for node in 0..<y.nodeCount {
            for frame in 0..<y.frameCount {
                let error = y[frame: frame, node: node] - target[frame: frame, node: node]
                let size = abs(error)
                sum += Double(size <= delta ? error * error / 2 : delta * (size - delta / 2))
                dy[frame: frame, node: node] = scale * min(max(error, -delta), delta)
            }
        }
        average.add(sum / Double(y.nodeCount), weight: Double(y.frameCount))
        return dy
    }

    static let card = TrainingCard<any LossFunction>(
        "Huber", "squares of small errors, absolute values of large ones",
        fields: [.number("delta", 0.01...10, 1, "where small errors end")]
    ) { HuberLoss(delta: $0.number("delta")) }
}

/// Peak signal-to-noise ratio in decibels, of which more is better: a metric of another package.
///
///     −10 log₁₀ (Σ (y − t)² / nodes), averaged over the frames
final class SignalToNoise: MetricsFunction {
    var average = RunningAverage()
    var comparison: AnswerComparison { .nodes }
    var kind: MetricKind { MetricKind("psnr", better: .higher) }

    func calculate(_ y: FrameBuffer, target: FrameBuffer) throws {
        try comparison.check(answer: y.shape, target: target.shape, for: "metrics SignalToNoise")
        for frame in 0..<y.frameCount {
            var sum: Float = 0
            for node in 0..<y.nodeCount {
                let error = y[frame: frame, node: node] - target[frame: frame, node: node]
                sum += error * error
            }
            average.add(Double(-10 * log10f(sum / Float(y.nodeCount) + 1e-9)), weight: 1)
        }
    }

    static let card = TrainingCard<any MetricsFunction>("SignalToNoise", "peak signal-to-noise ratio in decibels") {
        _ in SignalToNoise()
    }
}

/// A metric whose figure a journal cannot tell from the loss.
final class NamelessMetric: MetricsFunction {
    var average = RunningAverage()
    var comparison: AnswerComparison { .nodes }
    var kind: MetricKind { MetricKind("loss", better: .higher) }
    func calculate(_ y: FrameBuffer, target: FrameBuffer) throws {}

    static let card = TrainingCard<any MetricsFunction>("Nameless", "nothing") { _ in NamelessMetric() }
}

/// Gradient descent that keeps on moving as a heavy ball does: an optimizer of another package.
///
///     v ← μ v + g        p ← p − η v
final class HeavyBall: Optimizer {
    var learningRate: Float
    let momentsPerParameter = 1
    private(set) var nonFiniteVariable: Int?
    private let momentum: Float
    private var parameters = Variables()
    private var gradients = Variables()
    private var velocities: [Tensor] = []

    init(learningRate: Float, momentum: Float) {
        self.learningRate = learningRate
        self.momentum = momentum
    }

    func setVariables(_ parameters: Variables, _ gradients: Variables) throws {
        self.parameters = parameters
        self.gradients = gradients
        velocities = parameters.zerosLike().tensors
    }

    func step() {
        nonFiniteVariable = nil
        for (index, (parameter, gradient)) in zip(parameters.tensors, gradients.tensors).enumerated() {
            let velocity = velocities[index]
            for element in 0..<parameter.count {
                velocity[element] = momentum * velocity[element] + gradient[element]
                parameter[element] -= learningRate * velocity[element]
                if !parameter[element].isFinite, nonFiniteVariable == nil { nonFiniteVariable = index }
            }
        }
    }

    func zeroGrad() { gradients.setZero() }

    func update() {
        step()
        zeroGrad()
    }

    var state: OptimizerState {
        OptimizerState(
            scalars: ["heavyball.learning_rate": [UInt64(learningRate.bitPattern)]], tensors: velocities.map(\.values))
    }

    func restore(_ state: OptimizerState) throws {
        guard let words = state.scalars["heavyball.learning_rate"], words.count == 1,
            let pattern = UInt32(exactly: words[0]), state.tensors.map(\.count) == velocities.map(\.count)
        else {
            throw BrainError(
                .format, what: "state of optimizer HeavyBall", why: "it is of another optimizer or net",
                remedy: "restore the state that this optimizer saved for this net")
        }
        learningRate = Float(bitPattern: pattern)
        for (velocity, values) in zip(velocities, state.tensors) {
            for (element, value) in values.enumerated() { velocity[element] = value }
        }
    }

    static let card = TrainingCard<any Optimizer>(
        "HeavyBall", "gradient descent with momentum",
        fields: [
            .number("learning_rate", LayerField.learningRates, 0.05, "how far a step goes"),
            .number("momentum", 0...0.999, 0.9, "share of the old step that a step keeps"),
        ]
    ) { HeavyBall(learningRate: $0.number("learning_rate"), momentum: $0.number("momentum")) }
}
