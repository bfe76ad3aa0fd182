/// All that the forward and backward of a mini-batch change in a net before the optimizer updates it: random state, running
/// statistics, gradients. With it a mini-batch that was cut short leaves no trace.
///
/// What is kept is small beside a mini-batch's work: a few numbers a node.
public struct ForwardUndo {
    private let net: any Model
    private let states: [(model: any Model, state: [String: [UInt64]])]
    private let statistics: [() -> Void]

    /// Remembers the present state.
    public init(of net: any Model) {
        self.net = net
        let models = net.withDescendants
        states = models.map { ($0, $0.trainingState) }
        statistics = models.compactMap { $0.rememberStatistics() }
    }

    /// Puts it back. Parameters are as they were before, since only an optimizer changes them; a clamp that was due is due again.
    public func restore() {
        for (model, state) in states {
            let target = model
            target.trainingState = state
        }
        for putBack in statistics { putBack() }
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
