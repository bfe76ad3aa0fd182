import BinaryBrain

// What the time that a training has come to decides.
extension Experiment {
    /// Epochs that have been trained, with the share of the present one.
    private var time: Double {
        Double(progress.epoch) + Double(progress.stepInEpoch) / Double(max(1, stepsPerEpoch))
    }

    /// The learning rate of the next mini-batch: the optimizer's, times the schedule's factor.
    var scheduledLearningRate: Float {
        trainer.optimizer.learningRate * Float(spec.schedule.factor(at: time, of: Double(spec.epochs)))
    }

    /// Runs `body` while the optimizer has the rate of the schedule. What it keeps, and what is steered and saved, is the rate
    /// that the schedule's factor is applied to.
    func atScheduledRate<Result>(_ body: () throws -> Result) rethrows -> Result {
        let optimizer = trainer.optimizer
        let base = optimizer.learningRate
        optimizer.learningRate = scheduledLearningRate
        defer { optimizer.learningRate = base }
        return try body()
    }

    /// What the next mini-batch begins with, if wires are to regrow candidates then: at even distances in the epoch, from half of
    /// the first on, and until the share of the training that the experiment says.
    func dueRegrowth() throws -> WireRegrowth? {
        let steps = stepsPerEpoch
        let layers = net.leaves.compactMap { $0 as? LearnedLut }.filter { layer in
            guard let settings = layer.wires?.settings, time <= settings.regrowUntil * Double(spec.epochs) else {
                return false
            }
            return (0..<settings.regrow).contains {
                (2 * $0 + 1) * steps / (2 * settings.regrow) == progress.stepInEpoch
            }
        }
        guard !layers.isEmpty else { return nil }
        let images = NetMemory.regrowthImages(framesPerImage: framesPerImage)
        let samples = order.upcoming(min(max(progress.batchSize, images), order.permutation.count))
        // Drawn from the other end of the steps, so that the mini-batch that follows is changed otherwise.
        let (x, t) = try data.trainingBatch(samples, spec.augmentation, seed: spec.seed, step: ~progress.step)
        return WireRegrowth(of: layers, input: x, target: t)
    }
}
