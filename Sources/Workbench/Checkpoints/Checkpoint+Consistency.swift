extension Checkpoint {
    /// What in it contradicts something else in it; nil if all fits together. Each part has been read and is possible by itself.
    var contradiction: String? {
        for (name, history) in [
            ("training losses", histories.trainLoss), ("training metrics", histories.trainMetric),
            ("test losses", histories.testLoss), ("test metrics", histories.testMetric),
        ] {
            if let last = history.last, last.step > progress.step {
                return "its \(name) continue to step \(last.step), but it was saved at step \(progress.step)"
            }
        }
        if progress.stepInEpoch > progress.step {
            return "its epoch has \(progress.stepInEpoch) steps, but it was saved at step \(progress.step)"
        }
        if order.remainingBatches(of: progress.batchSize) == 0, !progress.awaitsEvaluation {
            return "its epoch has no mini-batch left, and is not at its end"
        }
        return nil
    }
}
