/// What tells a person how good the answers of a net are (manual §5.3.2, §6.2.11.1); averaged over all calls since `clear`.
public protocol MetricsFunction: AnyObject {
    /// What has been collected since `clear`; a checkpoint in the middle of an epoch carries it.
    var average: RunningAverage { get set }
    /// Which shapes of answer and target it compares, and how.
    var comparison: AnswerComparison { get }

    /// Name of the figure: `accuracy` or `MSE`. The workbench takes `accuracy` for a share, of which more is better, and any other name for an
    /// error, of which less is better.
    var metricsString: String { get }

    /// Adds one batch of answers.
    /// - Throws: `BrainError` if y and t do not fit each other.
    func calculate(_ y: FrameBuffer, target: FrameBuffer) throws
}

extension MetricsFunction {
    /// The figure since `clear`; 0 if there was no call.
    public var value: Double { average.value }

    /// Starts a new average.
    public func clear() { average = RunningAverage() }
}
