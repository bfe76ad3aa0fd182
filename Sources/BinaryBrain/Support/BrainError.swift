/// What went wrong, why, and what to do about it: every error that the engine throws for bad input.
public struct BrainError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The family of an error, for code that reacts to it.
    public enum Kind: String, Sendable, Hashable {
        /// Shapes or sizes that do not fit together.
        case shape
        /// A parameter outside its range.
        case parameter
        /// A command that nobody understands, or with a bad argument.
        case command
        /// A file or byte stream that is not what it should be.
        case format
        /// Calls in an order that makes no sense, such as backward before forward.
        case usage
        /// Reading or writing failed.
        case io
    }

    /// The family.
    public var kind: Kind
    /// What could not be done.
    public var what: String
    /// Why it could not be done.
    public var why: String
    /// What to do.
    public var remedy: String

    /// Makes an error; all three texts are fragments without a full stop.
    public init(_ kind: Kind, what: String, why: String, remedy: String) {
        self.kind = kind
        self.what = what
        self.why = why
        self.remedy = remedy
    }

    /// `what: why: what to do`.
    public var description: String { "\(what): \(why): \(remedy)" }
}
