/// Changes the parameters of a net along their gradients (manual §6.2.9).
public protocol Optimizer: AnyObject {
    /// Learning rate; may change between steps.
    var learningRate: Float { get set }

    /// Numbers that it keeps for each parameter.
    var momentsPerParameter: Int { get }

    /// Binds parameters and their gradients, one gradient for each parameter. Everything remembered of each parameter starts
    /// anew; what is counted in steps (Adam's powers of beta) goes on.
    /// - Throws: `BrainError` unless both are fp32 tensors of the same shapes.
    func setVariables(_ parameters: Variables, _ gradients: Variables) throws

    /// Where each of the bound parameters decays to, if this optimizer lets them decay: `Model.decayTargets`, in the order of
    /// `setVariables`. Parameters beyond the end of the list decay to 0.
    var decayTargets: [Float?] { get set }

    /// Changes the parameters.
    func step()

    /// Sets all gradients to zero.
    func zeroGrad()

    /// `step`, then `zeroGrad`, in one pass over the memory.
    func update()

    /// Forgets what is remembered of some elements of a parameter that stand for something else from now on.
    /// - Parameter keepsScale: whether it goes on knowing how large gradients are there, which a step is measured by.
    func forget(_ elements: [Int], of parameter: Tensor, keepsScale: Bool)

    /// Which of the parameters the last step has left with a number that is not finite, in itself or in what is remembered of
    /// it: the first of them, by its place in `setVariables`; nil if there is none.
    var nonFiniteVariable: Int? { get }

    /// Everything that the next steps depend on, beside parameters and gradients.
    var state: OptimizerState { get }

    /// Goes on from a saved state, bit for bit; call `setVariables` first.
    /// - Throws: `BrainError`, with nothing changed, unless the state is one of this class for these parameters.
    func restore(_ state: OptimizerState) throws
}

extension Optimizer {
    /// Nothing decays.
    public var decayTargets: [Float?] {
        get { [] }
        set {}
    }
    /// Nothing is remembered of each element.
    public func forget(_ elements: [Int], of parameter: Tensor, keepsScale: Bool) {}
}
