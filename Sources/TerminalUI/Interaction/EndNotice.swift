import Workbench

/// Sees when a training comes to its end.
struct EndNotice: Sendable {
    private var wasAtWork = false

    /// Takes the next snapshot.
    /// - Returns: what there is to tell, once.
    mutating func take(_ snapshot: Snapshot) -> String? {
        switch snapshot.state {
        case .training, .evaluating:
            wasAtWork = true
            return nil
        case .starting, .pausing: return nil
        case .paused, .stopped:
            // A run that is only looked at has ended without its last epoch; anything else was paused by a person.
            guard wasAtWork, let watched = snapshot.watched, watched.state != .running else { return nil }
            wasAtWork = false
            return "\(snapshot.experiment): \(watched.state.rawValue) at step \(snapshot.step)"
        case .finished:
            guard wasAtWork else { return nil }
            wasAtWork = false
            let kind = snapshot.metricKind
            let figure = snapshot.testMetric.last.map {
                ", " + (kind == .accuracy ? "" : "\(kind.name) ") + NumberText.metric(Double($0.value), kind)
            }
            return "\(snapshot.experiment): finished after \(snapshot.epoch) epochs\(figure ?? "")"
        case .failed(let reason):
            guard wasAtWork else { return nil }
            wasAtWork = false
            return "\(snapshot.experiment): \(reason)"
        }
    }
}
