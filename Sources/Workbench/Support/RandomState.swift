import BinaryBrain

/// The states of all models of a net that forwards may change, kept so that a measurement leaves no trace.
struct RandomState {
    private let models: [(model: any Model, state: [String: [UInt64]])]

    /// Remembers the present states.
    init(of net: any Model) {
        models = net.withDescendants.map { ($0, $0.trainingState) }.filter { !$0.1.isEmpty }
    }

    /// Puts the remembered states back.
    func restore() {
        for (model, state) in models {
            let target = model
            target.trainingState = state
        }
    }
}
