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
    private var boundTensors: [ObjectIdentifier] = []

    /// Binds the optimizer to the net's parameters, whose shapes must be known.
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
        try optimizer.setVariables(net.parameters, net.gradients)
        boundTensors = presentTensors
    }

    /// What there is to train now.
    private var presentTensors: [ObjectIdentifier] { net.parameters.tensors.map { ObjectIdentifier($0.storage) } }

    /// One mini-batch: forward, loss, backward, update. A `StopToken` stops it before the update; `ForwardUndo` then puts back what
    /// forward and backward have changed.
    /// - Returns: mean loss and metric of the mini-batch, before the update.
    public func step(_ x: FrameBuffer, _ t: FrameBuffer) throws -> (loss: Double, metric: Double) {
        // A layer that was locked or unlocked since the last step, or a Switcher that was switched, changes what there is to
        // train; what the optimizer remembers of each parameter starts anew then.
        if presentTensors != boundTensors { try bindParameters() }
        let y = try net.forward(x, train: true)
        try StopToken.check()
        loss.clear()
        let dy = try loss.calculate(y, target: t)
        metrics.clear()
        try metrics.calculate(y, target: t)
        _ = try net.backward(dy, needsInputGradient: false)
        // From here on the step cannot be taken back.
        try StopToken.check()
        gradientObserver?()
        StopToken.withoutStopping { optimizer.update() }
        return (loss.loss, metrics.value)
    }
}
