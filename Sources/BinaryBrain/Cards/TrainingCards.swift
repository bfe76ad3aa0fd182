import Foundation

/// The cards of one kind, to which programs may add theirs.
public final class TrainingCards<Product>: @unchecked Sendable {
    private let lock = NSLock()
    private var known: [TrainingCard<Product>]

    init(_ known: [TrainingCard<Product>]) { self.known = known }

    /// Every card, those of this package first.
    public var cards: [TrainingCard<Product>] { lock.withLock { known } }

    /// The card of this name.
    public func card(named name: String) -> TrainingCard<Product>? { cards.first { $0.name == name } }

    /// Makes one of another package known to experiment files and checkpoints, from now on.
    /// - Throws: `BrainError` if there is one of this name.
    public func register(_ card: TrainingCard<Product>) throws {
        try lock.withLock {
            guard !known.contains(where: { $0.name == card.name }) else {
                throw BrainError.taken(card.name)
            }
            known.append(card)
        }
    }
}

extension BrainError {
    /// A name that is to be registered twice.
    static func taken(_ name: String) -> BrainError {
        BrainError(
            .usage, what: "registering \(name)", why: "the name is taken",
            remedy: "choose another name, and register each once")
    }
}
