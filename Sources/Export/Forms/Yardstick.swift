import BinaryBrain
import Datasets

/// What answers are measured by: loss, metric, and what is wanted of each sample.
public struct Yardstick: Sendable {
    private let makeLoss: @Sendable () -> any LossFunction
    private let makeMetrics: @Sendable () -> any MetricsFunction
    /// Whether the sample itself is the wanted answer, as of an autoencoder.
    private let wantsInput: Bool

    /// A yardstick.
    public init(
        wantsInput: Bool, loss: @escaping @Sendable () -> any LossFunction,
        metrics: @escaping @Sendable () -> any MetricsFunction
    ) {
        self.wantsInput = wantsInput
        makeLoss = loss
        makeMetrics = metrics
    }

    /// Softmax cross-entropy and categorical accuracy.
    public static let classes = Yardstick(
        wantsInput: false, loss: { LossSoftmaxCrossEntropy() }, metrics: { MetricsCategoricalAccuracy() })
    /// Mean squared error of the sample itself.
    public static let reconstruction = Yardstick(
        wantsInput: true, loss: { LossMeanSquaredError() }, metrics: { MetricsMeanSquaredError() })

    /// What the metric measures.
    public var metric: MetricKind { makeMetrics().kind }

    /// A meter that has seen nothing.
    func makeMeter() -> Meter { Meter(loss: makeLoss(), metrics: makeMetrics()) }

    /// Whether answers name classes.
    var isOfClasses: Bool { makeMetrics().comparison == .classes }

    /// What is wanted of some samples.
    func targets(of samples: SampleSet, indices: ArraySlice<Int32>, inputs: FrameBuffer) throws -> FrameBuffer {
        if wantsInput { return inputs }
        let t = FrameBuffer(.fp32, frameCount: indices.count, shape: samples.targetShape)
        try samples.fillTargets(indices: indices, into: t)
        return t
    }

    /// Whether it can measure answers of a shape to these samples.
    func fits(_ answer: Shape, _ samples: SampleSet) -> Bool {
        let target = wantsInput ? samples.shape : samples.targetShape
        let name = metric.name
        return [makeLoss().comparison, makeMetrics().comparison].allSatisfy {
            (try? $0.check(answer: answer, target: target, for: name)) != nil
        }
    }
}
