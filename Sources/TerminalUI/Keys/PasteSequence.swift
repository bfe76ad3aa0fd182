import Foundation

/// Collects what a terminal sends between `ESC [ 200 ~` and `ESC [ 201 ~` (bracketed paste), which may come in pieces.
struct PasteSequence: Sendable {
    /// Text that is kept; the rest of a longer paste is dropped.
    static let longest = 4096
    /// A terminal that never sends the end must not swallow keys for good.
    static let longestPause: TimeInterval = 2

    private(set) var text = ""
    private var last: TimeInterval
    private var count = 0

    /// A paste that begins now.
    init(now: TimeInterval) { last = now }

    /// Takes the next character.
    mutating func take(_ scalar: Unicode.Scalar, now: TimeInterval) {
        last = now
        guard count < Self.longest else { return }
        count += 1
        text.unicodeScalars.append(scalar)
    }

    /// Whether what comes now can no longer belong to it.
    func isOver(now: TimeInterval) -> Bool { now - last > Self.longestPause }
}
