import KernelInterface

/// Adam (manual §6.2.9.4; Kingma, Ba 2015), in the original's form: the correction of both moments is one factor of the
/// learning rate, and ε stands outside the root, uncorrected.
///
///     η_t = η √(1 − β2^t) / (1 − β1^t)                      t = 1 in the first step
///     m += (1 − β1)(g − m)        v += (1 − β2)(g² − v)        p −= η_t m / (√v + 10⁻⁷)
///
/// The powers of beta are running single-precision products, as the original's are.
///
/// As `AdamW` (Loshchilov, Hutter 2019), parameters decay beside that, at the uncorrected rate:
///
///     p −= η λ (p − p₀)                                    p₀: `Model.decayTargets`
public final class OptimizerAdam: Optimizer {
    public var learningRate: Float
    /// Share of the first moment that a step keeps.
    public private(set) var beta1: Float
    /// Share of the second moment that a step keeps.
    public private(set) var beta2: Float
    public var decayTargets: [Float?] = []
    /// λ, how fast parameters decay; nil for Adam without it.
    public private(set) var weightDecay: Float?
    private var beta1Power: Float
    private var beta2Power: Float
    public private(set) var nonFiniteVariable: Int?
    private var variables = BoundVariables()
    /// First moments (m), all parameters in a row.
    private var means = Tensor(.fp32, shape: [0])
    /// Second moments (v), all parameters in a row.
    private var squares = Tensor(.fp32, shape: [0])

    /// An optimizer with the defaults of the manual's Python class.
    public init(learningRate: Float = 0.001, beta1: Float = 0.9, beta2: Float = 0.999, weightDecay: Float? = nil) {
        self.weightDecay = weightDecay
        self.learningRate = learningRate
        self.beta1 = beta1
        self.beta2 = beta2
        beta1Power = beta1
        beta2Power = beta2
    }

    public func setVariables(_ parameters: Variables, _ gradients: Variables) throws {
        variables = try BoundVariables(parameters, gradients, for: "Adam")
        means = Tensor(.fp32, shape: [variables.elementCount])
        squares = Tensor(.fp32, shape: [variables.elementCount])
    }

    public func step() { pass(zeroesGradients: false) }
    public func update() { pass(zeroesGradients: true) }
    public func zeroGrad() { variables.zeroGradients() }

    public func forget(_ elements: [Int], of parameter: Tensor, keepsScale: Bool) {
        variables.forEach(elements, of: parameter) { place in
            means.floats[place] = 0
            if !keepsScale { squares.floats[place] = 0 }
        }
    }

    private func pass(zeroesGradients: Bool) {
        let rate = learningRate * (1 - beta2Power).squareRoot() / (1 - beta1Power)
        let step = AdamStep(rate: rate, rest1: 1 - beta1, rest2: 1 - beta2, zeroesGradients: zeroesGradients)
        let decay = WeightDecay(rate: learningRate, strength: weightDecay ?? 0, targets: decayTargets)
        let kernel = Kernels.elements.adam
        let allMeans = means.floats.baseAddress!
        let allSquares = squares.floats.baseAddress!
        nonFiniteVariable = variables.firstNonFinite { block in
            decay.apply(to: block)
            let (p, g) = (block.parameters, block.gradients)
            let (m, v) = (allMeans + block.offset, allSquares + block.offset)
            return kernel(step, AdamBlock(parameters: p, gradients: g, means: m, squares: v, count: block.count))
        }
        beta1Power *= beta1
        beta2Power *= beta2
    }

    public var state: OptimizerState {
        var floats = [
            "adam.learning_rate": learningRate, "adam.beta1": beta1, "adam.beta2": beta2,
            "adam.beta1_power": beta1Power, "adam.beta2_power": beta2Power,
        ]
        floats["adam.weight_decay"] = weightDecay
        return OptimizerState(
            floats: floats,
            elementCounts: ["adam" + OptimizerState.elementCountSuffix: variables.elementCounts],
            moments: [means, squares])
    }

    public func restore(_ state: OptimizerState) throws {
        let floats = try state.floats(matching: self.state, for: "Adam")
        learningRate = floats["adam.learning_rate"]!
        beta1 = floats["adam.beta1"]!
        beta2 = floats["adam.beta2"]!
        beta1Power = floats["adam.beta1_power"]!
        beta2Power = floats["adam.beta2_power"]!
        weightDecay = floats["adam.weight_decay"]
        means = Tensor(state.tensors[0], shape: means.shape)
        squares = Tensor(state.tensors[1], shape: squares.shape)
    }
}

extension OptimizerAdam {
    /// What is known of the class.
    public static let card = TrainingCard<any Optimizer>(
        "Adam", "a rate for each parameter from the running mean and variance of its gradient",
        fields: [
            .learningRate(0.001), .share("beta1", 0.9, of: "the mean of gradients"),
            .share("beta2", 0.999, of: "the mean of their squares"),
        ]
    ) { fields in
        OptimizerAdam(
            learningRate: fields.number("learning_rate"), beta1: fields.number("beta1"),
            beta2: fields.number("beta2"))
    }

    /// What is known of the class with weight decay.
    public static let decayingCard = TrainingCard<any Optimizer>(
        "AdamW", "Adam with decoupled weight decay",
        fields: [
            .learningRate(0.001), .share("beta1", 0.9, of: "the mean of gradients"),
            .share("beta2", 0.999, of: "the mean of their squares"), .weightDecay(0.01),
        ]
    ) { fields in
        OptimizerAdam(
            learningRate: fields.number("learning_rate"), beta1: fields.number("beta1"),
            beta2: fields.number("beta2"), weightDecay: fields.number("weight_decay"))
    }

    public var momentsPerParameter: Int { 2 }
}
