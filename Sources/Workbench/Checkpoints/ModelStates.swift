import BinaryBrain

/// What a net's file does not carry (switches, random state): an entry for each model, outermost first, and then one for each that a
/// Switcher has not chosen, if any of these is not as the file alone makes it.
enum ModelStates {
    /// The states of a net.
    static func of(_ net: any Model) throws -> [[String: [UInt64]]] {
        let visible = net.withDescendants.map(\.trainingState)
        let hidden = net.modelsNotChosen.map(\.trainingState)
        guard !hidden.isEmpty else { return visible }
        let asRead = try ModelFile.decode(ModelFile.encode(net)).modelsNotChosen.map(\.trainingState)
        return hidden == asRead ? visible : visible + hidden
    }

    /// Puts states into a net that has been read; throws unless each is one of its model.
    static func restore(_ states: [[String: [UInt64]]], to net: any Model, path: String) throws {
        let visible = net.withDescendants
        let all = visible + net.modelsNotChosen
        guard states.count == visible.count || states.count == all.count else {
            throw BrainError.damagedCheckpoint(path, "it lacks the state of some layers")
        }
        for (model, state) in zip(all, states) {
            let target = model
            try model.learnedLut?.takeWires(from: state)
            target.trainingState = state
            guard model.trainingState == state else {
                throw BrainError.damagedCheckpoint(path, "the state of \(model.displayName) is not of its kind")
            }
        }
    }
}

extension Model {
    /// The models that Switchers inside have not chosen, with all inside them.
    fileprivate var modelsNotChosen: [any Model] {
        let inUse = children
        return childrenInUseOrNot.flatMap { child in
            inUse.contains { $0 === child }
                ? child.modelsNotChosen : child.withDescendants + child.modelsNotChosen
        }
    }
}
