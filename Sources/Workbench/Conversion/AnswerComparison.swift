import BinaryBrain

/// How the answers of a net before a conversion and after it compare.
public struct AnswerComparison: Sendable, Hashable {
    /// Frames that both have answered.
    public var frames: Int
    /// Frames with an answer that differs by more than `tolerance`, relative to the larger of its size and 1.
    public var differingFrames: Int
    /// The largest such difference; 0 if all answers have the same bits.
    public var largest: Float
    /// Frames whose largest answer is another one: for a net of classes, another class.
    public var otherChoices: Int
    /// What was answered, such as "256 frames of mnist-5k".
    public var source: String

    /// Differences up to here come from the order of single-precision sums.
    public static let tolerance: Float = 1e-6

    /// Whether the answers are the same, but for rounding.
    public var isSame: Bool { differingFrames == 0 }

    /// Compares answers in frame-major order, `nodes` a frame.
    init(before: [Float], after: [Float], nodes: Int, source: String) {
        self.source = source
        frames = nodes > 0 ? before.count / nodes : 0
        differingFrames = 0
        largest = 0
        otherChoices = 0
        guard before.count == after.count else {
            (differingFrames, largest, otherChoices) = (frames, .infinity, frames)
            return
        }
        for frame in 0..<frames {
            let range = frame * nodes..<(frame + 1) * nodes
            let difference = range.map { Self.difference(before[$0], after[$0]) }.max() ?? 0
            largest = max(largest, difference)
            if difference > Self.tolerance { differingFrames += 1 }
            if Self.choice(before[range]) != Self.choice(after[range]) { otherChoices += 1 }
        }
    }

    private static func difference(_ a: Float, _ b: Float) -> Float {
        if a == b || (a.isNaN && b.isNaN) { return 0 }
        let difference = abs(a - b)
        return difference.isFinite ? difference / max(1, abs(a), abs(b)) : .infinity
    }

    private static func choice(_ answers: ArraySlice<Float>) -> Int {
        answers.indices.max { answers[$0] < answers[$1] }.map { $0 - answers.startIndex } ?? 0
    }

    /// What was found: "identical", "equal within 1e-6" or "differ", with the figures.
    public var text: String {
        if largest == 0 { return "identical answers to \(source)" }
        if isSame { return "answers equal within 1e-6 on \(source)" }
        let choices = otherChoices > 0 ? ", and \(otherChoices) have a different largest answer" : ""
        return "answers differ on \(differingFrames) of \(source), by up to \(largest)\(choices)"
    }
}
