import Foundation

/// Softmax and cross-entropy in one (manual §6.2.10.5): the last layer must not be a softmax.
///
/// For each pixel of each frame, over the channels c (the outermost axis):
///
///     p_c = e^y_c / Σ e^y        w = Σ_c t_c        T = Σ t over the whole call
///     L = −Σ_{t > 0} w ln(p + 10⁻⁷) / T             ∂L/∂y_c = (w p_c − t_c) / T
///
/// For one-hot targets T is the number of frames (times pixels). As in the original the batch size does not matter. L is
/// averaged over the targets of all calls; targets that are all zero give no gradient.
public final class LossSoftmaxCrossEntropy: LossFunction {
    public var average = RunningAverage()
    private var gradients = FrameBufferPool()
    private var conversions = FrameBufferPool()

    /// A loss with nothing collected.
    public init() {}

    public func calculate(_ y: FrameBuffer, target: FrameBuffer, batchSize: Int?) throws -> FrameBuffer {
        let user = "loss SoftmaxCrossEntropy"
        let pair = try AnswerPair(y, target: target, for: user, conversions: &conversions)
        _ = try pair.divisor(batchSize: batchSize, for: user)
        let dy = gradients.take(.fp32, frameCount: pair.frameCount, shape: y.shape)
        let total = Self.sum(pair.t)
        let scale = total == 0 ? 0 : Float(1 / total)
        var sum = 0.0
        for point in 0..<pair.pointCount {
            for frame in 0..<pair.frameCount {
                sum += Self.differentiate(pair, point: point, frame: frame, scale: scale, into: dy)
            }
        }
        average.add(sum, weight: total)
        return dy
    }

    /// Gradient of one pixel of one frame; returns its loss.
    private static func differentiate(
        _ pair: AnswerPair, point: Int, frame: Int, scale: Float, into dy: FrameBuffer
    ) -> Double {
        let step = pair.pointCount * pair.y.floatStride
        let y = pair.y.floats(point) + frame
        let t = pair.t.floats(point) + frame
        let gradient = dy.floats(point) + frame
        let channels = pair.channelCount
        var largest = -Float.infinity
        var weight: Float = 0
        for channel in 0..<channels {
            largest = max(largest, y[channel * step])
            weight += t[channel * step]
        }
        var denominator: Float = 0
        for channel in 0..<channels {
            let power = exp(y[channel * step] - largest)
            gradient[channel * step] = power
            denominator += power
        }
        var loss = 0.0
        for channel in 0..<channels {
            let probability = gradient[channel * step] / denominator
            let wanted = t[channel * step]
            if wanted > 0 { loss -= log(Double(probability) + 1e-7) * Double(weight) }
            gradient[channel * step] = (weight * probability - wanted) * scale
        }
        return loss
    }

    private static func sum(_ buffer: FrameBuffer) -> Double {
        var total = 0.0
        for node in 0..<buffer.nodeCount {
            let row = buffer.floats(node)
            for frame in 0..<buffer.frameCount { total += Double(row[frame]) }
        }
        return total
    }
}
