/// Share of the pixels whose class is right (manual §6.2.11.3): the target at the first largest of y over the channels (the
/// outermost axis) is the largest target, and positive. A pixel of a frame without a positive target does not count.
/// NaN is larger than any number, and never right.
///
/// To the original any positive target is right, which is the same for targets of 0 and 1; of probabilities it makes 100 %.
public final class MetricsCategoricalAccuracy: MetricsFunction {
    public var average = RunningAverage()
    public var comparison: AnswerComparison { .classes }
    private var conversions = FrameBufferPool()

    /// A metric with nothing collected.
    public init() {}

    public var kind: MetricKind { .accuracy }

    public func calculate(_ y: FrameBuffer, target: FrameBuffer) throws {
        let pair = try AnswerPair(
            y, target: target, by: comparison, for: "metrics CategoricalAccuracy", conversions: &conversions)
        let step = pair.pointCount * pair.y.floatStride
        var correct = 0
        var counted = 0
        for point in 0..<pair.pointCount {
            for frame in 0..<pair.frameCount {
                let y = pair.y.floats(point) + frame
                let t = pair.t.floats(point) + frame
                var best = 0
                var largest: Float = 0
                for channel in 0..<pair.channelCount {
                    if y[channel * step] > y[best * step] || y[channel * step].isNaN { best = channel }
                    if t[channel * step] > largest { largest = t[channel * step] }
                }
                guard largest > 0 else { continue }
                counted += 1
                if t[best * step] == largest, !y[best * step].isNaN { correct += 1 }
            }
        }
        average.add(Double(correct), weight: Double(counted))
    }
}

extension MetricsCategoricalAccuracy {
    /// What is known of the class.
    public static let card = TrainingCard<any MetricsFunction>("CategoricalAccuracy", "share of correct classes") { _ in
        MetricsCategoricalAccuracy()
    }
}
