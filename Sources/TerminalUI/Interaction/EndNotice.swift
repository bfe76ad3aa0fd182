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
            let figure = snapshot.testMetric.last.map {
                snapshot.metricKind == .accuracy
                    ? ", \(NumberText.percent(Double($0.value)))" : ", mse \(NumberText.value(Double($0.value)))"
            }
            return "\(snapshot.experiment): finished after \(snapshot.epoch) epochs\(figure ?? "")"
        case .failed(let reason):
            guard wasAtWork else { return nil }
            wasAtWork = false
            return "\(snapshot.experiment): \(reason)"
        }
    }
}
