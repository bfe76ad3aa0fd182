/// Stochastic gradient descent (manual §6.2.9.2), with weight decay where that is wanted:
///
///     p −= η λ (p − p₀)        p −= η g            p₀: `Model.decayTargets`
public final class OptimizerSgd: Optimizer {
    public var learningRate: Float
    public var decayTargets: [Float?] = []
    /// λ, how fast parameters decay; 0 for not at all.
    public private(set) var weightDecay: Float
    public private(set) var nonFiniteVariable: Int?
    private var variables = BoundVariables()

    /// An optimizer with the default of the manual's Python class.
    public init(learningRate: Float = 0.001, weightDecay: Float = 0) {
        self.learningRate = learningRate
        self.weightDecay = weightDecay
    }

    public func setVariables(_ parameters: Variables, _ gradients: Variables) throws {
        variables = try BoundVariables(parameters, gradients, for: "SGD")
    }

    public func step() { pass(zeroesGradients: false) }
    public func update() { pass(zeroesGradients: true) }
    public func zeroGrad() { variables.zeroGradients() }

    private func pass(zeroesGradients: Bool) {
        let rate = learningRate
        let decay = WeightDecay(rate: rate, strength: weightDecay, targets: decayTargets)
        nonFiniteVariable = variables.firstNonFinite { block in
            decay.apply(to: block)
            let (p, g) = (block.parameters, block.gradients)
            var largest: UInt32 = 0
            for i in 0..<block.count {
                let value = p[i] - rate * g[i]
                p[i] = value
                largest = max(largest, value.bitPattern & .magnitudeBits)
            }
            if zeroesGradients { g.update(repeating: 0, count: block.count) }
            return largest < .infinityBits
        }
    }

    public var state: OptimizerState {
        var floats = ["sgd.learning_rate": learningRate]
        // Not in the files of trainings without it, which stay what they are.
        if weightDecay != 0 { floats["sgd.weight_decay"] = weightDecay }
        return OptimizerState(floats: floats, elementCounts: [:], moments: [])
    }

    public func restore(_ state: OptimizerState) throws {
        let floats = try state.floats(matching: self.state, for: "SGD")
        learningRate = floats["sgd.learning_rate"]!
        weightDecay = floats["sgd.weight_decay"] ?? 0
    }
}

extension OptimizerSgd {
    /// What is known of the class.
    public static let card = TrainingCard<any Optimizer>(
        "SGD", "stochastic gradient descent", fields: [.learningRate(0.001), .weightDecay(0)]
    ) { fields in
        OptimizerSgd(learningRate: fields.number("learning_rate"), weightDecay: fields.number("weight_decay"))
    }

    public var momentsPerParameter: Int { 0 }
}
