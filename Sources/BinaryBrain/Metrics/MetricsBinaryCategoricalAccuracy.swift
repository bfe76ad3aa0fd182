/// Share of the nodes that are right, each for itself (manual §6.2.11.4): y > 0.5 where the target is positive, y ≤ 0.5 where it
/// is 0. A node with a negative target is never right, nor is an answer that is NaN.
public final class MetricsBinaryCategoricalAccuracy: MetricsFunction {
    public var average = RunningAverage()
    public var comparison: AnswerComparison { .nodes }
    private var conversions = FrameBufferPool()

    /// A metric with nothing collected.
    public init() {}

    public var kind: MetricKind { .accuracy }

    public func calculate(_ y: FrameBuffer, target: FrameBuffer) throws {
        let pair = try AnswerPair(
            y, target: target, by: comparison, for: "metrics BinaryCategoricalAccuracy", conversions: &conversions)
        var correct = 0
        for node in 0..<pair.nodeCount {
            let (y, t) = (pair.y.floats(node), pair.t.floats(node))
            for frame in 0..<pair.frameCount where !y[frame].isNaN {
                if y[frame] > 0.5 ? t[frame] > 0 : t[frame] == 0 { correct += 1 }
            }
        }
        average.add(Double(correct), weight: Double(pair.frameCount * pair.nodeCount))
    }
}

extension MetricsBinaryCategoricalAccuracy {
    /// What is known of the class.
    public static let card = TrainingCard<any MetricsFunction>(
        "BinaryCategoricalAccuracy", "share of correct nodes, each counted separately"
    ) { _ in MetricsBinaryCategoricalAccuracy() }
}
