/// How far a piece of work has come that lasts for longer than a moment.
public struct WorkProgress: Sendable, Equatable {
    /// What is at work.
    public enum Kind: Sendable, Equatable {
        /// A mini-batch of training.
        case miniBatch
        /// A measurement of the test set, or of the training set.
        case test
    }
    /// What is at work.
    public var kind: Kind
    /// The share that is done, 0…1; nil if it is not known how much there is.
    public var fraction: Double?
    /// Seconds since it began.
    public var seconds: Double

    /// Makes a progress.
    public init(kind: Kind, fraction: Double?, seconds: Double) {
        self.kind = kind
        self.fraction = fraction
        self.seconds = seconds
    }
}
