/// Loops of activations and losses, one pass over memory each: e^x, its sums, and errors.
public struct LossKernels: Sendable {
    /// y = 1 / (1 + e^−x) for `count` floats; rows are padded to eight.
    public let logistic: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void
    /// y_c = e^x_c / Σ e^x over the channels of each frame, the largest x taken off first.
    public let softmax: @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, ChannelRows) -> Void
    /// With s = logistic(y): gradient (t > 0 ? s − 1 : s) · scale; returns −Σ ln max(10⁻⁷, t > 0 ? s : 1 − s).
    public let logisticCrossEntropy: @Sendable (AnswerRow) -> Float
    /// gradient (y − t) · scale; returns Σ (y − t)², in which an error that is NaN counts as none.
    public let squaredError: @Sendable (AnswerRow) -> Float

    public init(
        logistic: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, Int) -> Void,
        softmax: @escaping @Sendable (UnsafePointer<Float>, UnsafeMutablePointer<Float>, ChannelRows) -> Void,
        logisticCrossEntropy: @escaping @Sendable (AnswerRow) -> Float,
        squaredError: @escaping @Sendable (AnswerRow) -> Float
    ) {
        self.logistic = logistic
        self.softmax = softmax
        self.logisticCrossEntropy = logisticCrossEntropy
        self.squaredError = squaredError
    }
}

/// The rows of one pixel, a row a channel, padded to eight frames.
public struct ChannelRows: Sendable {
    /// Number of channels.
    public var channelCount: Int
    /// Floats from one channel's row to the next.
    public var stride: Int
    /// Frames of a row.
    public var frameCount: Int

    public init(channelCount: Int, stride: Int, frameCount: Int) {
        self.channelCount = channelCount
        self.stride = stride
        self.frameCount = frameCount
    }
}

/// One node's answers, targets and gradients; rows are padded to eight, and what the padding holds does not matter.
public struct AnswerRow: @unchecked Sendable {
    /// y.
    public var answers: UnsafePointer<Float>
    /// t.
    public var targets: UnsafePointer<Float>
    /// Receives the gradients.
    public var gradients: UnsafeMutablePointer<Float>
    /// Factor of the gradients.
    public var scale: Float
    /// Numbers in each.
    public var count: Int

    public init(
        answers: UnsafePointer<Float>, targets: UnsafePointer<Float>, gradients: UnsafeMutablePointer<Float>,
        scale: Float, count: Int
    ) {
        self.answers = answers
        self.targets = targets
        self.gradients = gradients
        self.scale = scale
        self.count = count
    }
}
