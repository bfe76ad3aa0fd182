/// What training makes small (manual §5.3.1, §6.2.10.1).
///
/// A loss compares the answer y of a net with its target t, returns ∂L/∂y, and averages the loss over all calls since
/// `clear`. Both buffers have the same frames, and shapes that `comparison` takes; packed bits count as the numbers of
/// their levels.
public protocol LossFunction: AnyObject {
    /// What has been collected since `clear`; a checkpoint in the middle of an epoch carries it.
    var average: RunningAverage { get set }
    /// Which shapes of answer and target it compares, and how.
    var comparison: AnswerComparison { get }

    /// ∂L/∂y of one batch as fp32, and its loss added to `average`.
    /// - Parameter batchSize: frames of the whole mini-batch if this call is only a part of it; nil for the frames of y.
    /// - Throws: `BrainError` if y and t do not fit each other, or the batch size is not positive.
    func calculate(_ y: FrameBuffer, target: FrameBuffer, batchSize: Int?) throws -> FrameBuffer
}

extension LossFunction {
    /// ∂L/∂y of one whole mini-batch as fp32, and its loss added to `average`.
    /// - Throws: `BrainError` if y and t do not fit each other.
    public func calculate(_ y: FrameBuffer, target: FrameBuffer) throws -> FrameBuffer {
        try calculate(y, target: target, batchSize: nil)
    }

    /// Average loss since `clear`; 0 if there was no call.
    public var loss: Double { average.value }

    /// Starts a new average.
    public func clear() { average = RunningAverage() }
}
