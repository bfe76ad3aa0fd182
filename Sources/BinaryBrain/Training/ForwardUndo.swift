/// All that the forward and backward of a mini-batch change in a net before the optimizer updates it: random state, running
/// statistics, clamped parameters, gradients. With it a mini-batch that was cut short leaves no trace.
///
/// What is kept is small beside the work of a mini-batch that lasts long: a few numbers a node, and the tables of layers that
/// clamp theirs.
public struct ForwardUndo {
    private let net: any Model
    private let states: [(model: any Model, state: [String: [UInt64]])]
    private let forwardStates: [() -> Void]

    /// Remembers the present state.
    public init(of net: any Model) {
        self.net = net
        let models = net.withDescendants
        states = models.map { ($0, $0.stateBeforeUpdate) }
        forwardStates = models.compactMap { $0.rememberForwardState() }
    }

    /// Puts it back; a clamp that was due is due again.
    public func restore() {
        for (model, state) in states {
            let target = model
            target.trainingState = state
        }
        for putBack in forwardStates { putBack() }
        for gradient in net.gradients.tensors { gradient.fill(0) }
        net.clear()
    }
}

extension Tensor {
    /// What puts the present values back.
    func remembered() -> () -> Void {
        let values = Array(floats)
        return { _ = self.floats.update(fromContentsOf: values) }
    }
}
