/// Stochastic gradient descent (manual §6.2.9.2): p −= η g.
public final class OptimizerSgd: Optimizer {
    public var learningRate: Float
    public private(set) var nonFiniteVariable: Int?
    private var variables = BoundVariables()

    /// An optimizer with the default of the manual's Python class.
    public init(learningRate: Float = 0.001) { self.learningRate = learningRate }

    public func setVariables(_ parameters: Variables, _ gradients: Variables) throws {
        variables = try BoundVariables(parameters, gradients, for: "SGD")
    }

    public func step() { pass(zeroesGradients: false) }
    public func update() { pass(zeroesGradients: true) }
    public func zeroGrad() { variables.zeroGradients() }

    private func pass(zeroesGradients: Bool) {
        let rate = learningRate
        nonFiniteVariable = variables.firstNonFinite { block in
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
        OptimizerState(floats: ["sgd.learning_rate": learningRate], elementCounts: [:], moments: [])
    }

    public func restore(_ state: OptimizerState) throws {
        let floats = try state.floats(matching: self.state, for: "SGD")
        learningRate = floats["sgd.learning_rate"]!
    }
}

extension OptimizerSgd {
    /// What is known of the class.
    public static let card = TrainingCard<any Optimizer>(
        "SGD", "stochastic gradient descent", fields: [.learningRate(0.001)]
    ) { fields in OptimizerSgd(learningRate: fields.number("learning_rate")) }

    public var momentsPerParameter: Int { 0 }
}
