import BinaryBrain

/// Which patterns of a LUT count in an export: `data`, those that a training sample shows, or `data:N`, those that at least N of
/// the training frames show.
public struct CareChoice: Sendable, Hashable, Codable {
    /// Frames that must show a pattern, where an output depends on the LUT, for the pattern to count.
    public let threshold: Int

    /// A choice of patterns.
    public init(threshold: Int = 1) { self.threshold = threshold }

    /// Reads `data` or `data:N`.
    /// - Throws: `BrainError` of kind `.parameter`.
    public init(parsing text: String) throws {
        let words = text.split(separator: ":", omittingEmptySubsequences: false)
        guard words[0] == "data", words.count <= 2, let number = words.count == 1 ? 1 : Int(words[1]), number > 0 else {
            throw BrainError(
                .parameter, what: "--care \(text)", why: "it names no patterns that count",
                remedy: "use data for all that training data show, or data:30 for what at least 30 frames show")
        }
        threshold = number
    }
}

extension CareChoice: CustomStringConvertible {
    /// What `init(parsing:)` reads.
    public var description: String { threshold == 1 ? "data" : "data:\(threshold)" }
}
