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
        if model.composition == .branches {
            for branch in model.children { _ = try follow(branch, x) }
            return try model.forward(x, train: false)
        }
        if model.composition != .whole { return try model.children.reduce(x) { try follow($1, $0) } }
        note(of: model, given: x, "layer \(index) \(model.displayName)")
        index += model.leaves.count
        return try model.forward(x, train: false)
    }

    private mutating func note(of layer: any Model, given x: FrameBuffer, _ place: String) {
        if let sentence = layer.caution(given: x) { sentences.append("\(place): \(sentence)") }
    }

    /// Layers with parameters that no gradient reaches: none passes a layer behind them, in whichever branch they are.
    private static func deafLayers(in body: any Model) -> [String] {
        let leaves = body.leaves
        var index = -1
        var barriers: [Int: Int] = [:]
        let all = body.following(Passed()) { layer, before in
            index += 1
            guard layer.blocksGradients else { return before.adding(index) }
            for passed in before.all { barriers[passed] = index }
            return Passed(all: before.all.union([index]), reached: [index])
        } parallel: { _, outputs in
            outputs.reduce(Passed()) { Passed(all: $0.all.union($1.all), reached: $0.reached.union($1.reached)) }
        }
        let deaf = leaves.indices.filter { !all.reached.contains($0) && leaves[$0].parameters.elementCount > 0 }
        return Set(deaf.compactMap { barriers[$0] }).sorted().map { barrier in
            let own = deaf.filter { barriers[$0] == barrier }
            let (first, last) = (own[0], own[own.count - 1])
            let isRange = deaf.allSatisfy { $0 < first || $0 > last || own.contains($0) }
            let numbers = isRange ? "\(first) to \(last)" : own.map(String.init).joined(separator: ", ")
            let subject = own.count == 1 ? "layer \(first) keeps its" : "layers \(numbers) keep their"
            return "\(subject) initial parameters: no gradient passes layer \(barrier) \(leaves[barrier].displayName)"
        }
    }

    /// Layers that a signal has passed, and those of them that its gradients reach.
    private struct Passed {
        var all: Set<Int> = []
        var reached: Set<Int> = []

        func adding(_ layer: Int) -> Passed {
            Passed(all: all.union([layer]), reached: reached.union([layer]))
        }
    }
}
