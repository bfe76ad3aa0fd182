import BinaryBrain

/// What a net does with some samples that its maker will hardly have meant: rules of the original that are kept here and that
/// bite in this net. Each is a sentence with the layer, what happens and what to write instead.
struct NetCautions {
    private(set) var sentences: [String] = []
    private var index = 0

    /// Looks at every layer of `net`, numbered as in the layer table, while `samples` pass through it.
    init(of net: any Model, samples: FrameBuffer) throws {
        let state = RandomState(of: net)
        defer { state.restore() }
        _ = try follow(net, samples)
        net.clear()
        sentences += Self.deafLayers(in: net.withinModulation)
    }

    /// Passes a signal through a model and looks at what each layer gets.
    private mutating func follow(_ model: any Model, _ x: FrameBuffer) throws -> FrameBuffer {
        if let modulation = model.modulation {
            // The forward sets the oversampling of both ends; they are no rows of the layer table.
            _ = try modulation.forward(x, train: false)
            note(of: modulation.realToBinary, given: x, "modulation")
            let y = try follow(modulation.layer, modulation.realToBinary.forward(x, train: false))
            note(of: modulation.binaryToReal, given: y, "modulation")
            return try modulation.binaryToReal.forward(y, train: false)
        }
        if model.composition != .whole { return try model.children.reduce(x) { try follow($1, $0) } }
        note(of: model, given: x, "layer \(index) \(model.displayName)")
        index += model.leaves.count
        return try model.forward(x, train: false)
    }

    private mutating func note(of layer: any Model, given x: FrameBuffer, _ place: String) {
        if let sentence = layer.caution(given: x) { sentences.append("\(place): \(sentence)") }
    }

    /// Layers with parameters that no gradient reaches.
    private static func deafLayers(in body: any Model) -> [String] {
        let leaves = body.leaves
        guard let barrier = leaves.lastIndex(where: \.blocksGradients) else { return [] }
        let deaf = leaves.indices.filter { $0 < barrier && leaves[$0].parameters.elementCount > 0 }
        guard let first = deaf.first, let last = deaf.last else { return [] }
        let layers = first == last ? "layer \(first)" : "layers \(first) to \(last)"
        let verb = first == last ? "keeps its" : "keep their"
        return [
            "\(layers) \(verb) initial parameters: no gradient passes layer \(barrier) \(leaves[barrier].displayName)"
        ]
    }
}
