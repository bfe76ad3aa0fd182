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
    /// The test set.
    public var test: JournalRecord.Measurement
}

/// The measurement that ends an epoch: the test set, and after it the training set if the experiment says so; one batch after
/// another, so that commands never wait for it.
final class EpochMeasurement {
    private let experiment: Experiment
    private var part: Evaluation
    /// The figures of the test set; nil until it is measured.
    private var test: JournalRecord.Measurement?
    /// Answers of the test set by class; nil until it is measured, or if they are not counted.
    private(set) var confusion: ConfusionMatrix?

    /// A measurement that has not begun.
    init(of experiment: Experiment, countsAnswers: Bool) {
        self.experiment = experiment
        let set = experiment.data.test
        part = experiment.evaluation(
            of: set, indices: (0..<Int32(set.count)).map { $0 }, countsAnswers: countsAnswers)
    }

    /// The share of the present set that is measured.
    var fraction: Double { part.fraction }

    /// Measures one more batch.
    /// - Returns: all figures once there is no more to measure. Those of the test set stand in the experiment's histories as soon as
    ///   they are known.
    func measureBatch() throws -> (train: JournalRecord.Measurement, test: JournalRecord.Measurement)? {
        try part.measureBatch(experiment)
        guard part.isDone else { return nil }
        if let test { return (part.figures, test) }
        let test = part.figures
        confusion = part.confusion
        let step = experiment.progress.step
        experiment.histories.testLoss.append(step: step, value: Float(test.loss))
        experiment.histories.testMetric.append(step: step, value: Float(test.metric))
        guard experiment.spec.evaluate.measuresTrainingSet else { return (experiment.meanOfMiniBatches, test) }
        self.test = test
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
            confusion: countsAnswers && spec.target == .labels
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
