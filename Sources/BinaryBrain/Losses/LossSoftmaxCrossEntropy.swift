import Foundation
import KernelInterface

/// Softmax and cross-entropy in one (manual §6.2.10.5): the last layer must not be a softmax.
///
/// For each pixel of each frame, over the channels c (the outermost axis):
///
///     p_c = e^y_c / Σ e^y        w = Σ_c t_c        T = Σ t over the whole call
///     L = −Σ_{t > 0} t ln(p + 10⁻⁷) / T             ∂L/∂y_c = (w p_c − t_c) / T
///
/// For one-hot targets T is the number of frames (times pixels). For other targets the original has w in place of t in L. As in the original,
/// the batch size does not matter. L is averaged over the targets of all calls; targets that are all zero give no gradient.
///
/// With label smoothing s the target of a class among C is (1 − s) t_c + s w/C (Szegedy et al., Rethinking the inception
/// architecture, 2016): no class is to be certain.
public final class LossSoftmaxCrossEntropy: LossFunction {
    public var average = RunningAverage()
    public var comparison: AnswerComparison { .classes }
    private var buffers = LossBuffers()

    /// Share of each target that is spread evenly over all classes.
    public let labelSmoothing: Float
    /// Shares of which a class is still to be told from the others.
    static let smoothings = 0.0...0.999

    /// A loss with nothing collected.
    public init(labelSmoothing: Float = 0) { self.labelSmoothing = labelSmoothing }

    public func calculate(_ y: FrameBuffer, target: FrameBuffer, batchSize: Int?) throws -> FrameBuffer {
        let (pair, _, dy) = try buffers.take(
            y, target: target, by: comparison, batchSize: batchSize, for: "loss SoftmaxCrossEntropy")
        let total = pair.sumOfRows(pair.nodeCount, length: pair.frameCount) {
            Kernels.elements.sum(pair.t.floats($0), pair.frameCount)
        }
        let scale = total == 0 ? 0 : Float(1 / total)
        let rows = ChannelRows(
            channelCount: pair.channelCount, stride: pair.pointCount * pair.y.floatStride, frameCount: pair.frameCount)
        let softmax = Kernels.losses.softmax
        let sum = pair.sumOfRows(pair.pointCount, length: rows.channelCount * rows.frameCount) { point in
            softmax(pair.y.floats(point), dy.floats(point), rows)
            return Self.differentiate(
                probabilities: dy.floats(point), targets: pair.t.floats(point), rows, scale, smoothing: labelSmoothing)
        }
        average.add(sum, weight: total)
        return dy
    }

    /// Turns the probabilities of a pixel into gradients; returns the loss of all its frames.
    private static func differentiate(
        probabilities: UnsafeMutablePointer<Float>, targets: UnsafePointer<Float>, _ rows: ChannelRows, _ scale: Float,
        smoothing: Float
    ) -> Float {
        var loss = 0.0
        for frame in 0..<rows.frameCount {
            let (p, t) = (probabilities + frame, targets + frame)
            var weight: Float = 0
            for channel in 0..<rows.channelCount { weight += t[channel * rows.stride] }
            for channel in 0..<rows.channelCount {
                let place = channel * rows.stride
                var target = t[place]
                if smoothing > 0 { target = (1 - smoothing) * target + smoothing * weight / Float(rows.channelCount) }
                if target > 0 { loss -= log(Double(p[place]) + 1e-7) * Double(target) }
                p[place] = (weight * p[place] - target) * scale
            }
        }
        return Float(loss)
    }
}

extension LossSoftmaxCrossEntropy {
    /// What is known of the class.
    public static let card = TrainingCard<any LossFunction>(
        "SoftmaxCrossEntropy", "cross-entropy after a softmax, for classes",
        fields: [.number("label_smoothing", smoothings, 0, "share of the target that is spread over all classes")]
    ) { LossSoftmaxCrossEntropy(labelSmoothing: $0.number("label_smoothing")) }
}
