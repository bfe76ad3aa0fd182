import BinaryBrain

extension TrainingQueue {
    /// Where an entry can be moved.
    public enum Place: Sendable, Hashable {
        /// Before the one before it, or behind the one behind it.
        case up, down
        /// Before or behind all others.
        case first, last
        /// So that it is the n-th, from 1.
        case position(Int)

        /// Reads `up`, `down`, `first`, `last` or a number from 1; nil for another text.
        public init?(parsing text: String) {
            switch text {
            case "up": self = .up
            case "down": self = .down
            case "first": self = .first
            case "last": self = .last
            default:
                guard let position = Int(text), position >= 1 else { return nil }
                self = .position(position)
            }
        }

        /// The place among `count` others, for an entry that is at `index` now.
        func target(from index: Int, among count: Int) -> Int {
            switch self {
            case .up: max(0, index - 1)
            case .down: min(count, index + 1)
            case .first: 0
            case .last: count
            case .position(let position): min(count, position - 1)
            }
        }
    }

    /// Moves an entry. Only its own file is written, so that two who move at once do not undo each other's work.
    /// - Throws: `BrainError` if there is no such entry, or nothing can be written.
    public func move(_ number: Int, to place: Place) throws {
        let moved = try find(number)
        var others = entries
        guard let index = others.firstIndex(where: { $0.number == number }) else { return }
        others.remove(at: index)
        let target = place.target(from: index, among: others.count)
        guard target != index else { return }
        let before = target > 0 ? others[target - 1].order : nil
        let behind = target < others.count ? others[target].order : nil
        let order =
            switch (before, behind) {
            case (let before?, let behind?): (before + behind) / 2
            case (let before?, nil): before + 1
            case (nil, let behind?): behind - 1
            case (nil, nil): moved.order
            }
        if let before, let behind, !(before < order && order < behind) {
            // No number is left between the two: all are numbered anew.
            others.insert(moved, at: target)
            for (place, entry) in others.enumerated() { try setOrder(Double(place + 1), of: entry.number) }
        } else {
            try setOrder(order, of: number)
        }
    }
}
