import BinaryBrain

// What the time that a training has come to decides.
extension Experiment {
    /// Epochs that have been trained, with the share of the present one.
    private var time: Double {
        Double(progress.epoch) + Double(progress.stepInEpoch) / Double(max(1, stepsPerEpoch))
    }

    /// The learning rate of the next mini-batch: the optimizer's, times the schedule's factor.
    var scheduledLearningRate: Float {
        let factor = spec.schedule.factor(at: time, of: Double(spec.epochs), reductions: course.reductions)
        return trainer.optimizer.learningRate * Float(factor)
    }

    /// Whether all epochs are done, or the training is to end before that.
    var isDone: Bool { progress.epoch >= spec.epochs || course.hasEnded(spec) }

    /// The command of the file that is due and not given yet; nil if there is none.
    var dueCommand: ScheduledCommand? {
        progress.awaitsEvaluation ? nil : spec.commands.due(progress, isDone: isDone, given: course.given)
    }

    /// Notes that a command of the file is given.
    func noteGiven(_ command: Command, at moment: String) {
        course.noteGiven(command, at: moment, epoch: progress.epoch)
    }

    /// A sentence for each command of the file that training will not come to.
    var commandsAfterTheEnd: [String] {
        spec.commands.compactMap { entry in
            guard case .epoch(let count) = entry.moment, count > spec.epochs else { return nil }
            return "'\(entry.text)' will not be given: the training has \(spec.epochs) "
                + (spec.epochs == 1 ? "epoch" : "epochs")
        }
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
        let layers = net.leaves.compactMap(\.learnedLut).filter { layer in
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
