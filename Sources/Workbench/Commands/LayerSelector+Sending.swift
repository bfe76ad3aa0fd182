import BinaryBrain

/// What came of a command to layers.
struct LayerDelivery {
    /// What was done, for the log.
    var text: String
    /// What there is to say against it; nil for nothing.
    var caution: String?
}

// Everything that reaches a layer goes through here: keys, the palette, the schedule of an experiment, replays.
extension LayerSelector {
    /// Sends a switch to layers.
    /// - Parameter state: how a layer has it; nil for a layer without such a switch.
    /// - Throws: `BrainError` if no layer has it.
    @discardableResult
    func switchLayers(
        of net: any Model, _ verb: String, _ value: Bool, reading state: (any Model) -> Bool?
    ) throws -> LayerDelivery {
        let single = try layer(of: net)
        if let single, state(single) == nil {
            throw BrainError(
                .command, what: "\(verb) \(value) \(self)", why: "\(single.displayName) has no such switch",
                remedy: "choose a layer whose row shows one")
        }
        var delivery = try send(ModelCommand(verb, value), to: net)
        if let single, state(single) != value {
            delivery.caution = "\(single.displayName) stays \(verb) \(!value): its element type has no other mode"
        }
        return delivery
    }

    /// Sends a command to layers.
    /// - Throws: `BrainError` if no layer understands it.
    @discardableResult
    func send(_ command: ModelCommand, to net: any Model) throws -> LayerDelivery {
        let understood: Int
        var target = ""
        var receivers = net.withDescendants
        switch self {
        case .all: understood = try net.sendCommand(command)
        case .layer:
            guard let layer = try layer(of: net) else { preconditionFailure("a layer by its number is one") }
            understood = try layer.sendCommand(command)
            target = ": \(layer.displayName)"
            receivers = layer.withDescendants
        case .named(let name):
            understood = try net.sendCommand(command, to: name)
            receivers = receivers.filter { $0.answers(to: name) }
        }
        guard understood > 0 else {
            throw BrainError(
                .command, what: "\(command) \(self)", why: "no layer there understands it",
                remedy: remedy(for: command, in: net, receivers))
        }
        var delivery = LayerDelivery(text: "\(command) \(self)\(target)")
        let idle = receivers.filter { $0.card.verbsWithoutEffect.contains(command.verb) }
        if idle.count == understood, let first = idle.first {
            delivery.caution =
                "\(command.verb) changes nothing: \(first.displayName) only keeps it for files of the original"
        }
        return delivery
    }

    /// What to do where nobody has understood a command.
    private func remedy(for command: ModelCommand, in net: any Model, _ receivers: [any Model]) -> String {
        if case .named(let name) = self, receivers.isEmpty {
            let names = net.withDescendants.flatMap { [$0.name, $0.card.name].compactMap { $0 } }
            return NearestName.remedy(for: name, among: Array(Set(names)).sorted())
        }
        let verbs = Set(receivers.flatMap(\.card.commands).map(\.verb)).sorted()
        return verbs.isEmpty
            ? "choose a layer that knows a command" : NearestName.remedy(for: command.verb, among: verbs)
    }

    /// The layer that this names by its number in the layer table; nil for other ways to name layers.
    private func layer(of net: any Model) throws -> (any Model)? {
        guard case .layer(let index) = self else { return nil }
        let layers = net.withinModulation.leaves
        guard layers.indices.contains(index) else {
            throw BrainError(
                .command, what: "layer \(index)",
                why: layers.count == 1 ? "there is one layer" : "there are \(layers.count) layers",
                remedy: layers.count == 1 ? "write @0" : "count from 0 to \(layers.count - 1)")
        }
        return layers[index]
    }
}
