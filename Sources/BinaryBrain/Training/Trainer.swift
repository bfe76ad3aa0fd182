/// Trains a net, a mini-batch at a time: the core of the manual's Runner (§5.3.4.1).
public final class Trainer {
    /// What is trained.
    public let net: any Model
    /// What becomes small.
    public let loss: any LossFunction
    /// What is watched.
    public let metrics: any MetricsFunction
    /// What changes the parameters.
    public let optimizer: any Optimizer
    /// Called between the backward of a mini-batch and the update, while the gradients hold something; nil for none.
    public var gradientObserver: (() -> Void)?
    /// What the last step met or made that is not finite; nil if there is nothing.
    public private(set) var defect: NumericDefect?
    private var boundTensors: [ObjectIdentifier] = []
    private var boundVariables: (parameters: Variables, gradients: Variables) = (Variables(), Variables())

    /// Binds the optimizer to the net's parameters, whose shapes must be known.
    /// - Throws: `BrainError` unless parameters and gradients are fp32 tensors of the same shapes.
    public init(
        net: any Model, loss: any LossFunction, metrics: any MetricsFunction, optimizer: any Optimizer
    ) throws {
        self.net = net
        self.loss = loss
        self.metrics = metrics
        self.optimizer = optimizer
        try bindParameters()
    }

    private func bindParameters() throws {
        let variables = (net.parameters, net.gradients)
        try optimizer.setVariables(variables.0, variables.1)
        optimizer.decayTargets = net.withinModulation.leaves.flatMap(\.decayTargets)
        boundVariables = variables
        boundTensors = presentTensors
    }

    /// What there is to train now.
    private var presentTensors: [ObjectIdentifier] { net.parameters.tensors.map { ObjectIdentifier($0.storage) } }

    /// The state from which the optimizer goes on with the next mini-batch: if there is something else to train by now than in the
    /// last one, what it remembers of each parameter is new. Training continues as if nobody had asked.
    /// - Throws: `BrainError` if the optimizer cannot take over its moments.
    public func optimizerStateForNextStep() throws -> OptimizerState {
        guard presentTensors != boundTensors else { return optimizer.state }
        let present = optimizer.state
        try optimizer.setVariables(net.parameters, net.gradients)
        let next = optimizer.state
        try optimizer.setVariables(boundVariables.parameters, boundVariables.gradients)
        try optimizer.restore(present)
        return next
    }

    /// One mini-batch: forward, loss, backward, update. A loss that is not finite ends it before the backward, so that the
    /// parameters stay as they are; `defect` tells of it, and of parameters and statistics that are not finite afterwards.
    ///
    /// A `StopToken` stops it before the update; `ForwardUndo` then puts back what forward and backward have changed.
    /// - Parameter regrowth: what to do before it with wires that learn; nil for nothing.
    /// - Returns: mean loss and metric of the mini-batch, before the update.
    /// - Throws: `BrainError` if a layer, the loss or the metric cannot take the batch; `WorkStopped` if a `StopToken` cut it short.
    public func step(
        _ x: FrameBuffer, _ t: FrameBuffer, after regrowth: WireRegrowth? = nil
    ) throws -> (loss: Double, metric: Double) {
        // A layer that was locked or unlocked since the last step, or a Switcher that was switched, changes what there is to
        // train; what the optimizer remembers of each parameter starts anew then.
        if presentTensors != boundTensors { try bindParameters() }
        let isFinite = try DeviceScope.run(undoing: { ForwardUndo(of: net).restore }) {
            if let regrowth { try DeviceScope.withoutDevice { try regrow(regrowth) } }
            return try findGradients(x, t)
        }
        guard isFinite else {
            net.clear()
            defect = NumericDefect(lossOf: net, on: x)
            return (loss.loss, metrics.value)
        }
        // From here on the step cannot be taken back.
        try StopToken.check()
        gradientObserver?()
        if let regrowth { forgetReplaced(regrowth) }
        StopToken.withoutStopping { optimizer.update() }
        defect =
            optimizer.nonFiniteVariable.map { NumericDefect(parameter: $0, of: net) }
            ?? NumericDefect(statisticsOf: net)
        return (loss.loss, metrics.value)
    }

    /// Forward, loss and backward; the latter only for a loss that is finite.
    /// - Returns: whether it is.
    private func findGradients(_ x: FrameBuffer, _ t: FrameBuffer) throws -> Bool {
        let y = try net.forward(x, train: true)
        try StopToken.check()
        loss.clear()
        let dy = try loss.calculate(y, target: t)
        metrics.clear()
        try metrics.calculate(y, target: t)
        // What a forward that was cut short leaves says nothing of the numbers.
        try StopToken.check()
        guard loss.loss.isFinite else { return false }
        _ = try net.backward(dy, needsInputGradient: false)
        return true
    }
}
