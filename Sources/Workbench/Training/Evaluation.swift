import BinaryBrain
import Datasets

/// A measurement of the net on a set of samples, one batch after another, so that commands never wait for it.
///
/// Random thresholds go on from batch to batch, from where training had come to when the measurement began; training then goes
/// on as if there had been none.
final class Evaluation {
    /// What is measured; nil for the present net.
    private let net: (any Model)?
    private let samples: SampleSet
    private let indices: [Int32]
    private let batchSize: Int
    private var position = 0
    private let meter: Meter
    private let kind: MetricKind
    /// Answers by class; nil if they are not counted.
    private(set) var confusion: ConfusionMatrix?
    /// The random state for the next batch; nil before the first.
    private var randomState: RandomState?

    /// A measurement that has not begun.
    /// - Parameter net: a net of earlier; nil for the present one.
    init(
        of samples: SampleSet, indices: [Int32], spec: ExperimentSpec, net: (any Model)? = nil,
        confusion: ConfusionMatrix? = nil
    ) {
        self.net = net
        self.samples = samples
        self.indices = indices
        self.confusion = confusion
        batchSize = spec.evaluate.batchSize
        kind = spec.metrics.kind
        meter = Meter(loss: spec.loss.make(), metrics: spec.metrics.make())
    }

    var isDone: Bool { position >= indices.count }
    /// The share that is measured.
    var fraction: Double { Double(position) / Double(max(1, indices.count)) }
    /// Mean loss and metric so far.
    var figures: JournalRecord.Measurement {
        JournalRecord.Measurement(loss: meter.loss, metric: meter.metric, kind: kind)
    }

    /// Measures one more batch, unless a `StopToken` cuts it short: then nothing has been measured. The random state of the net is
    /// as before afterwards.
    func measureBatch(_ experiment: Experiment) throws {
        let batch = indices[position..<min(indices.count, position + batchSize)]
        let net = net ?? experiment.net
        let training = RandomState(of: net)
        randomState?.restore()
        defer { training.restore() }
        let (x, t) = try experiment.data.batch(of: samples, samples: batch)
        let y = try net.answers(to: x)
        try StopToken.check()
        try meter.add(y, t)
        confusion?.add(answers: y, targets: t)
        randomState = RandomState(of: net)
        position += batch.count
    }
}

extension ConfusionMatrix {
    /// Adds a batch: the class of a frame is its node with the largest value, the lowest of equals.
    fileprivate mutating func add(answers: FrameBuffer, targets: FrameBuffer) {
        guard answers.nodeCount == classCount, targets.nodeCount == classCount else { return }
        func largest(_ buffer: FrameBuffer, _ frame: Int) -> Int {
            var best = (node: 0, value: -Float.infinity)
            for node in 0..<classCount {
                let value = buffer[frame: frame, node: node]
                if value > best.value { best = (node, value) }
            }
            return best.node
        }
        for frame in 0..<answers.frameCount { add(label: largest(targets, frame), answer: largest(answers, frame)) }
    }
}
