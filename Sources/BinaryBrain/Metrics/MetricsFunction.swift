/// What tells a person how good the answers of a net are (manual §5.3.2, §6.2.11.1); averaged over all calls since `clear`.
public protocol MetricsFunction: AnyObject {
    /// What has been collected since `clear`; a checkpoint in the middle of an epoch carries it.
    var average: RunningAverage { get set }
    /// Which shapes of answer and target it compares, and how.
    var comparison: AnswerComparison { get }

    /// What the figure is called, which way it is better, and whether it is a share: the best epoch, the screens and the journals go by
    /// it.
    var kind: MetricKind { get }

    /// The manual's name of the figure: `accuracy` or `MSE`. It is the name of `kind` unless a class says otherwise.
    var metricsString: String { get }

    /// Adds one batch of answers.
    /// - Throws: `BrainError` if y and t do not fit each other.
    func calculate(_ y: FrameBuffer, target: FrameBuffer) throws
}

extension MetricsFunction {
    public var metricsString: String { kind.name }

    /// The figure since `clear`; 0 if there was no call.
    public var value: Double { average.value }

    /// Starts a new average.
    public func clear() { average = RunningAverage() }
}
