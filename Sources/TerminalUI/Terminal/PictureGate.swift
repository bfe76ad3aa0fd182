import Foundation

/// Lets one picture be on its way to the terminal at a time, so that on a slow line pictures are left out and never queue up.
///
/// Behind a picture the terminal is asked whether it is well (DSR, `ESC [ 5 n`); its answer (`ESC [ 0 n`) says that it has taken
/// what came before. Until a first answer has come nobody knows whether it gives any, and nothing waits for it.
struct PictureGate: Sendable {
    /// What asks the terminal.
    static let question = "\u{1b}[5n"
    /// What it answers.
    static let answer = "\u{1b}[0n"
    /// Seconds after which an answer counts as lost. A whole picture of a large terminal takes that long at some 5 kB/s.
    static let patience: TimeInterval = 8

    private var askedAt: TimeInterval?
    private var hasAnswered = false
    /// Terminals that did not answer once are not asked for ever.
    private var unanswered = 0

    /// Whether a picture may go out.
    func isOpen(at now: TimeInterval) -> Bool { remaining(at: now) <= 0 }

    /// Seconds until it opens though no answer comes; 0 for one that is open.
    func remaining(at now: TimeInterval) -> TimeInterval {
        guard hasAnswered, let askedAt else { return 0 }
        return max(0, askedAt + Self.patience - now)
    }

    /// Whether an answer may still come.
    var isWaiting: Bool { askedAt != nil }

    /// Whether it is one that answers.
    var isWorthWaiting: Bool { hasAnswered && isWaiting }

    /// A picture goes out.
    /// - Returns: whether the terminal is to be asked behind it.
    mutating func pass(at now: TimeInterval) -> Bool {
        if let askedAt {
            guard now - askedAt >= Self.patience else { return false }
            unanswered += 1
            hasAnswered = false
        }
        askedAt = unanswered < 3 ? now : nil
        return askedAt != nil
    }

    /// The answer has come.
    mutating func takeAnswer() {
        askedAt = nil
        hasAnswered = true
        unanswered = 0
    }
}
