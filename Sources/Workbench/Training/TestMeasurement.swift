import BinaryBrain

/// A measurement of the test set beside those that end epochs: with the present net, or with one of an earlier epoch.
final class TestMeasurement {
    /// Whether it is the present net that is measured.
    let isOfPresentNet: Bool
    private let evaluation: Evaluation
    private let netEpoch: Int
    private let netStep: Int

    /// A measurement of the present net that has not begun.
    init(of experiment: Experiment) {
        let set = experiment.data.test
        isOfPresentNet = true
        netEpoch = experiment.progress.epoch
        netStep = experiment.progress.step
        evaluation = experiment.evaluation(
            of: set, indices: (0..<Int32(set.count)).map { $0 }, countsAnswers: false)
    }

    /// A measurement of the net of a checkpoint of this experiment.
    init(of checkpoint: Checkpoint, path: String, experiment: Experiment) throws {
        let set = experiment.data.test
        isOfPresentNet = false
        netEpoch = checkpoint.progress.epoch
        netStep = checkpoint.progress.step
        evaluation = Evaluation(
            of: set, indices: (0..<Int32(set.count)).map { $0 }, spec: experiment.spec,
            net: try checkpoint.makeNet(seed: experiment.spec.seed, path: path))
    }

    /// The share that is measured.
    var fraction: Double { evaluation.fraction }

    /// Measures one more batch, unless a `StopToken` cuts it short.
    /// - Returns: the figures once there is no more to measure.
    func measureBatch(_ experiment: Experiment) throws -> JournalRecord.Test? {
        try evaluation.measureBatch(experiment)
        guard evaluation.isDone else { return nil }
        return JournalRecord.Test(
            step: experiment.progress.step, netEpoch: netEpoch, netStep: netStep, test: evaluation.figures)
    }
}

extension ExperimentTraining {
    /// Measures the whole test set with the present net. The training continues as if nobody had.
    /// - Throws: `BrainError` if a layer fails.
    public func measureTest() throws -> JournalRecord.Test { try measure(TestMeasurement(of: experiment)) }

    /// Measures the whole test set with the net of a checkpoint of this training.
    func measureTest(of checkpoint: Checkpoint, path: String) throws -> JournalRecord.Test {
        try measure(TestMeasurement(of: checkpoint, path: path, experiment: experiment))
    }

    private func measure(_ measurement: TestMeasurement) throws -> JournalRecord.Test {
        while true {
            if let figures = try measurement.measureBatch(experiment) { return figures }
        }
    }
}

extension JournalRecord.Test: CustomStringConvertible {
    /// `test set, net of epoch 9 (step 558): loss 0.3111, accuracy 0.9120`.
    public var description: String {
        "test set, net of epoch \(netEpoch) (step \(netStep)): loss \(FigureText.fixed(test.loss)), "
            + "\(test.kind.name) \(FigureText.fixed(test.metric))"
    }

    /// Whether everything is the same, NaN included.
    func hasSameFigures(as other: Self) -> Bool {
        netStep == other.netStep && netEpoch == other.netEpoch
            && zip([test.loss, test.metric], [other.test.loss, other.test.metric]).allSatisfy {
                $0 == $1 || $0.isNaN && $1.isNaN
            }
    }
}
