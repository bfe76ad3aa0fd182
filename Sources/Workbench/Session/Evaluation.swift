import BinaryBrain
import Datasets

/// A measurement of the net on a set of samples, one batch after another, so that commands never wait for it.
final class Evaluation {
    /// What the figures are for.
    enum Purpose {
        /// The end of an epoch: the whole test set.
        case epoch
        /// The end of an epoch: the whole training set.
        case epochTraining
        /// A glimpse for whoever watches: a part of the test set.
        case preview
    }

    let purpose: Purpose
    private let samples: SampleSet
    private let indices: [Int32]
    private let batchSize: Int
    private var position = 0
    private let meter: Meter

    /// A measurement that has not begun.
    init(_ purpose: Purpose, of samples: SampleSet, indices: [Int32], batchSize: Int, spec: ExperimentSpec) {
        self.purpose = purpose
        self.samples = samples
        self.indices = indices
        self.batchSize = batchSize
        meter = Meter(loss: spec.loss.makeLoss(), metrics: spec.metrics.makeMetrics())
    }

    var isDone: Bool { position >= indices.count }
    /// Mean loss so far.
    var loss: Double { meter.loss }
    /// Mean metric so far.
    var metric: Double { meter.metric }

    /// Measures one more batch. The random state of the net is as before afterwards.
    func measureBatch(_ experiment: Experiment) throws {
        let batch = indices[position..<min(indices.count, position + batchSize)]
        let state = RandomState(of: experiment.net)
        defer { state.restore() }
        let (x, t) = try experiment.data.batch(of: samples, samples: batch)
        try meter.add(experiment.net.forward(x, train: false), t)
        position += batch.count
    }
}
