/// How a loss or a metric lines up the answer of a net with its target, and which shapes it takes for that.
public enum AnswerComparison: Sendable, Hashable {
    /// Each node with the node of the same number. Shapes are equal, axes of one element left aside, or the answer is one flat
    /// row of as many nodes.
    case nodes
    /// Classes against each other at each place: the outermost axis counts classes, at least two, and the axes behind it, places.
    /// Both agree, places of one element left aside.
    case classes

    /// Throws unless the shapes can be compared.
    /// - Parameter user: the loss or metric, as errors name it.
    public func check(answer: Shape, target: Shape, for user: String) throws {
        guard self != .classes || target.rank == 0 || target[0] != 1 else {
            throw BrainError(
                .shape, what: user,
                why:
                    "the answer is \(answer), and the target is \(target), so there is one class, which is always right",
                remedy: "give the data at least two classes, or use MeanSquaredError")
        }
        guard !fits(answer: answer, target: target) else { return }
        let meaning = self == .classes ? " (classes come first)" : ""
        throw BrainError(
            .shape, what: user, why: "the answer is \(answer), and the target is \(target)\(meaning)",
            remedy: "end the net in output_shape: \(target.dimensions)")
    }

    private func fits(answer: Shape, target: Shape) -> Bool {
        guard answer.rank > 0, target.rank > 0 else { return false }
        switch self {
        case .nodes: return Self.plain(answer) == Self.plain(target) || answer.dimensions == [target.count]
        case .classes:
            return answer[0] == target[0] && Self.plain(answer, from: 1) == Self.plain(target, from: 1)
        }
    }

    /// The extents without those of one element.
    private static func plain(_ shape: Shape, from axis: Int = 0) -> [Int] {
        shape.dimensions.dropFirst(axis).filter { $0 != 1 }
    }
}
