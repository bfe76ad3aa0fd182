/// Why the workbench cannot be shown.
public struct TerminalError: Error, Sendable, CustomStringConvertible {
    /// What could not be done.
    public let what: String
    /// The cause.
    public let why: String
    /// What to do about it.
    public let remedy: String

    /// `what: why: remedy`.
    public var description: String { "\(what): \(why): \(remedy)" }
}
