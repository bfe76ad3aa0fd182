import BinaryBrain
import Datasets

/// What an epoch has come to.
public struct EpochFigures: Sendable, Hashable {
    /// Epochs completed.
    public var epoch: Int
    /// Mini-batches trained.
    public var step: Int
    /// The training set, or the mean over the mini-batches of the epoch, as the experiment says.
    public var train: JournalRecord.Measurement
    /// The held-out part: what the best epoch is chosen by.
    public var heldOut: JournalRecord.Measurement
    /// Which part that is: validation, or the test set without one.
    public var part: DataPart
}

/// The measurement that ends an epoch: the held-out part, and after it the training set if the experiment says so; one batch after
/// another, so that commands never wait for it.
final class EpochMeasurement {
    private let experiment: Experiment
    private var part: Evaluation
    /// The figures of the held-out part; nil until it is measured.
    private var heldOut: JournalRecord.Measurement?
    /// Answers of the held-out part by class; nil until it is measured, or if they are not counted.
    private(set) var confusion: ConfusionMatrix?

    /// A measurement that has not begun.
    init(of experiment: Experiment, countsAnswers: Bool) {
        self.experiment = experiment
        let set = experiment.data.heldOut
        part = experiment.evaluation(
            of: set, indices: (0..<Int32(set.count)).map { $0 }, countsAnswers: countsAnswers)
    }

    /// The share of the present set that is measured.
    var fraction: Double { part.fraction }

    /// Measures one more batch.
    /// - Returns: all figures once there is no more to measure. Those of the held-out part stand in the experiment's histories as soon as
    ///   they are known.
    func measureBatch() throws -> (train: JournalRecord.Measurement, heldOut: JournalRecord.Measurement)? {
        try part.measureBatch(experiment)
        guard part.isDone else { return nil }
        if let heldOut { return (part.figures, heldOut) }
        let heldOut = part.figures
        confusion = part.confusion
        let step = experiment.progress.step
        experiment.histories.testLoss.append(step: step, value: Float(heldOut.loss))
        experiment.histories.testMetric.append(step: step, value: Float(heldOut.metric))
        guard experiment.spec.evaluate.measuresTrainingSet else { return (experiment.meanOfMiniBatches, heldOut) }
        self.heldOut = heldOut
        let set = experiment.data.train
        part = experiment.evaluation(of: set, indices: (0..<Int32(set.count)).map { $0 }, countsAnswers: false)
        return nil
    }
}

extension Experiment {
    /// A measurement of the net on some samples of a set.
    /// - Parameter countsAnswers: whether who answers which class for which is counted, too, if the targets are classes.
    func evaluation(of set: SampleSet, indices: [Int32], countsAnswers: Bool) -> Evaluation {
        Evaluation(
            of: set, indices: indices, spec: spec,
            confusion: countsAnswers && spec.target == .labels && set.classCount > 0
                ? ConfusionMatrix(classCount: set.classCount, step: progress.step) : nil)
    }

    /// Loss and metric of the present epoch's mini-batches, each image with the same weight.
    fileprivate var meanOfMiniBatches: JournalRecord.Measurement {
        let images = Double(max(1, progress.imageCount))
        return JournalRecord.Measurement(
            loss: progress.lossSum / images, metric: progress.metricSum / images, kind: spec.metrics.kind)
    }

    /// What is not finite in the net, or was in its last step; nil if there is nothing.
    var defect: NumericDefect? { NumericDefect(in: net) ?? trainer.defect }
}
