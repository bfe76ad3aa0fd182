import KernelInterface

/// AdaGrad (manual §6.2.9.3; Duchi, Hazan, Singer 2011): steps shrink where gradients have been large.
///
///     h += g²        p −= η g / (√h + 10⁻⁷)
public final class OptimizerAdaGrad: Optimizer {
    public var learningRate: Float
    public private(set) var nonFiniteVariable: Int?
    private var variables = BoundVariables()
    /// Sums of squared gradients (h), all parameters in a row.
    private var squares = Tensor(.fp32, shape: [0])

    /// An optimizer with the default of the manual's Python class.
    public init(learningRate: Float = 0.01) { self.learningRate = learningRate }

    public func setVariables(_ parameters: Variables, _ gradients: Variables) throws {
        variables = try BoundVariables(parameters, gradients, for: "AdaGrad")
        squares = Tensor(.fp32, shape: [variables.elementCount])
    }

    public func step() { pass(zeroesGradients: false) }
    public func update() { pass(zeroesGradients: true) }
    public func zeroGrad() { variables.zeroGradients() }

    public func forget(_ elements: [Int], of parameter: Tensor, keepsScale: Bool) {
        if !keepsScale { variables.forEach(elements, of: parameter) { squares.floats[$0] = 0 } }
    }

    private func pass(zeroesGradients: Bool) {
        let rate = learningRate
        let kernel = Kernels.elements.adaGrad
        let allSquares = squares.floats.baseAddress!
        nonFiniteVariable = variables.firstNonFinite { block in
            return kernel(
                AdaGradBlock(
                    parameters: block.parameters, gradients: block.gradients, squares: allSquares + block.offset,
                    count: block.count, rate: rate, zeroesGradients: zeroesGradients))
        }
    }

    public var state: OptimizerState {
        OptimizerState(
            floats: ["adagrad.learning_rate": learningRate],
            elementCounts: ["adagrad" + OptimizerState.elementCountSuffix: variables.elementCounts], moments: [squares])
    }

    public func restore(_ state: OptimizerState) throws {
        let floats = try state.floats(matching: self.state, for: "AdaGrad")
        learningRate = floats["adagrad.learning_rate"]!
        squares = Tensor(state.tensors[0], shape: squares.shape)
    }
}

extension OptimizerAdaGrad {
    /// What is known of the class.
    public static let card = TrainingCard<any Optimizer>(
        "AdaGrad", "a rate for each parameter that shrinks from step to step", fields: [.learningRate(0.01)]
    ) { fields in OptimizerAdaGrad(learningRate: fields.number("learning_rate")) }

    public var momentsPerParameter: Int { 1 }
}
