/// Share of the pixels whose class is right (manual §6.2.11.3): the target at the first largest of y over the channels (the
/// outermost axis) is positive. A pixel of a frame without a positive target does not count. NaN is larger than any number, and
/// never right.
public final class MetricsCategoricalAccuracy: MetricsFunction {
    public var average = RunningAverage()
    private var conversions = FrameBufferPool()

    /// A metric with nothing collected.
    public init() {}

    public var metricsString: String { "accuracy" }

    public func calculate(_ y: FrameBuffer, target: FrameBuffer) throws {
        let pair = try AnswerPair(
            y, target: target, for: "metrics CategoricalAccuracy", conversions: &conversions)
        let step = pair.pointCount * pair.y.floatStride
        var correct = 0
        var counted = 0
        for point in 0..<pair.pointCount {
            for frame in 0..<pair.frameCount {
                let y = pair.y.floats(point) + frame
                let t = pair.t.floats(point) + frame
                var best = 0
                var hasTarget = false
                for channel in 0..<pair.channelCount {
                    if y[channel * step] > y[best * step] || y[channel * step].isNaN { best = channel }
                    if t[channel * step] > 0 { hasTarget = true }
                }
                guard hasTarget else { continue }
                counted += 1
                if t[best * step] > 0, !y[best * step].isNaN { correct += 1 }
            }
        }
        average.add(Double(correct), weight: Double(counted))
    }
}
