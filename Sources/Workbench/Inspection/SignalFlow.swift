import BinaryBrain

/// Which layer of the layer table reads which: the wires between layers.
struct SignalFlow {
    /// Where each layer's input comes from.
    private(set) var sources: [SignalSource] = []

    /// The flow through the leaves of `body`, in the order of the layer table.
    init(through body: any Model) { _ = follow(body, from: .input) }

    /// Notes the sources of all leaves inside and returns where the model's own output comes from.
    private mutating func follow(_ model: any Model, from source: SignalSource) -> SignalSource {
        guard model.children.isEmpty else {
            guard model.composition == .choice else { return model.children.reduce(source) { follow($1, from: $0) } }
            for child in model.children { _ = follow(child, from: source) }
            return .several
        }
        sources.append(source)
        return model.hardware.keepsNodes ? source : .layer(sources.count - 1)
    }

    /// The layer that reads a layer's output; nil if none or several do.
    func reader(of layer: Int) -> Int? {
        let readers = sources.indices.filter { sources[$0] == .layer(layer) }
        return readers.count == 1 ? readers[0] : nil
    }
}
