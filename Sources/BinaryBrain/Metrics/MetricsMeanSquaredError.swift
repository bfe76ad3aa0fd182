/// Mean squared error, Σ (y − t)² / (nodes · frames) (manual §6.2.11.2).
public final class MetricsMeanSquaredError: MetricsFunction {
    public var average = RunningAverage()
    public var comparison: AnswerComparison { .nodes }
    private var conversions = FrameBufferPool()

    /// A metric with nothing collected.
    public init() {}

    public var kind: MetricKind { .mse }
    public var metricsString: String { "MSE" }

    public func calculate(_ y: FrameBuffer, target: FrameBuffer) throws {
        let pair = try AnswerPair(
            y, target: target, by: comparison, for: "metrics MeanSquaredError", conversions: &conversions)
        var sum = 0.0
        for node in 0..<pair.nodeCount {
            let (y, t) = (pair.y.floats(node), pair.t.floats(node))
            for frame in 0..<pair.frameCount {
                let error = y[frame] - t[frame]
                sum += Double(error * error)
            }
        }
        average.add(sum / Double(pair.nodeCount), weight: Double(pair.frameCount))
    }
}

extension MetricsMeanSquaredError {
    /// What is known of the class.
    public static let card = TrainingCard<any MetricsFunction>("MeanSquaredError", "mean squared error") { _ in
        MetricsMeanSquaredError()
    }
}
