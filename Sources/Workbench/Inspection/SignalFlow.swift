import BinaryBrain

/// Which layer of the layer table reads which: the wires between layers.
struct SignalFlow {
    /// Where each layer's input comes from.
    private(set) var sources: [SignalSource] = []

    /// The flow through the leaves of `body`, in the order of the layer table.
    init(through body: any Model) {
        _ = body.following(SignalSource.input) { layer, source in
            sources.append(source)
            return layer.hardware.keepsNodes ? source : .layer(sources.count - 1)
        } parallel: { _, _ in
            .several
        }
    }

    /// The layer that reads a layer's output; nil if none or several do.
    func reader(of layer: Int) -> Int? {
        let readers = sources.indices.filter { sources[$0] == .layer(layer) }
        return readers.count == 1 ? readers[0] : nil
    }
}
