import BinaryBrain

extension InitialWeights {
    /// Puts what the layers of a net have learned into those of another, which has its shapes.
    func apply(_ source: SavedModel, to net: any Model) throws {
        let other = BinaryModulation(chain: source.net) ?? source.net
        // What is locked there counts too.
        _ = try? other.sendCommand(ModelCommand("parameter_lock", false))
        try file.naming {
            for (name, layer, from) in try pairs(net.withinModulation, other.withinModulation) {
                do {
                    try layer.takeOver(from)
                } catch let reason as BrainError {
                    throw BrainError(
                        reason.kind, what: "layer \(name) from \(file.path)", why: reason.why, remedy: reason.remedy)
                }
            }
        }
    }

    /// Which layer begins with which.
    private func pairs(_ net: any Model, _ other: any Model) throws -> [(String, any Model, any Model)] {
        guard let layers else {
            let (own, others) = (net.leaves.filter(\.holdsState), other.leaves.filter(\.holdsState))
            guard own.count == others.count else {
                throw BrainError(
                    .shape, what: "initial weights from \(file.path)",
                    why: "\(own.count) layers of this net learn, but \(others.count) of the other",
                    remedy: "name the layers to initialise: layers: [first]")
            }
            return zip(own, others).map { ($0.displayName, $0, $1) }
        }
        return try layers.flatMap { name in
            let (own, others) = (try Self.layer(name, of: net, "this net"), try Self.layer(name, of: other, file.path))
            let (mine, theirs) = (own.leaves.filter(\.holdsState), others.leaves.filter(\.holdsState))
            guard mine.count == theirs.count, !mine.isEmpty else {
                throw BrainError(
                    .shape, what: "layer \(name) from \(file.path)",
                    why: mine.isEmpty
                        ? "a \(own.modelName) learns nothing"
                        : "it is \(own.classAndShapes), but the file's layer is \(others.classAndShapes)",
                    remedy: "name a layer that learns and has the same class and shapes in both nets")
            }
            return zip(mine, theirs).map { (name, $0, $1) }
        }
    }

    /// The layer of a name, or of a number in the table of layers.
    private static func layer(_ name: String, of net: any Model, _ whose: String) throws -> any Model {
        let leaves = net.leaves
        if let index = Int(name) {
            guard leaves.indices.contains(index) else {
                throw BrainError(
                    .parameter, what: "layer \(name) of \(whose)", why: "it has \(leaves.count) layers",
                    remedy: "count from 0 to \(leaves.count - 1)")
            }
            return leaves[index]
        }
        let named = net.withDescendants.filter { $0.name == name }
        guard let found = named.first, named.count == 1 else {
            let names = Set(net.withDescendants.compactMap(\.name)).sorted()
            throw BrainError(
                .parameter, what: "layer '\(name)' of \(whose)",
                why: named.isEmpty ? "there is no layer of that name" : "\(named.count) layers have that name",
                remedy: names.isEmpty
                    ? "give its layers names (name: first), or count them from 0"
                    : NearestName.remedy(for: name, among: names))
        }
        return found
    }
}
