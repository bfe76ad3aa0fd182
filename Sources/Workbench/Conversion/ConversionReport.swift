import BinaryBrain

/// What a conversion found: how the answers compare, and what the new file does not hold.
public struct ConversionReport: Sendable, Hashable {
    /// How the answers compare.
    public var comparison: AnswerComparison
    /// What stands in the file in place of something else, and what is not in it.
    public var notes: [String]

    /// A line about the answers, then one for each note.
    public var lines: [String] { [comparison.text] + notes }

    /// Throws if the answers differ, unless that is wanted.
    func require(lossy: Bool, converting input: String, to output: String) throws {
        guard !comparison.isSame, !lossy else { return }
        throw BrainError(
            .format, what: "converting \(input) to \(output)",
            why: ([comparison.text] + notes).joined(separator: "; "),
            remedy: "nothing was written; --lossy writes it anyway")
    }
}
