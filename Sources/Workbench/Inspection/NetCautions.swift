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
        sentences += Self.deafLayers(in: (net as? BinaryModulation)?.layer ?? net)
    }

    /// Passes a signal through a model and looks at what each layer gets.
    private mutating func follow(_ model: any Model, _ x: FrameBuffer) throws -> FrameBuffer {
        switch model {
        case let net as Sequential: return try net.layers.reduce(x) { try follow($1, $0) }
        case let net as Switcher: return try follow(net.currentModel, x)
        case let layer as Convolution2d:
            let lowered = try follow(layer.im2col, x)
            return try follow(layer.col2im, follow(layer.subLayer, lowered))
        case let net as BinaryModulation:
            // The forward sets the oversampling of both ends; they are no rows of the layer table.
            _ = try net.forward(x, train: false)
            note(Self.caution(about: net.realToBinary, given: x), of: "modulation")
            let y = try follow(net.layer, net.realToBinary.forward(x, train: false))
            note(Self.caution(about: net.binaryToReal, given: y), of: "modulation")
            return try net.binaryToReal.forward(y, train: false)
        default:
            note(Self.caution(about: model, given: x), of: "layer \(index) \(model.displayName)")
            index += model.leaves.count
            return try model.forward(x, train: false)
        }
    }

    private mutating func note(_ sentence: String?, of place: String) {
        if let sentence { sentences.append("\(place): \(sentence)") }
    }

    /// What a layer makes of this input that was hardly meant.
    private static func caution(about model: any Model, given x: FrameBuffer) -> String? {
        switch model {
        case let layer as BinaryLut where layer.forwardType != .bit:
            let signal = SignalSummary(of: x)
            guard signal.lowest < 0 || signal.isZeroOne == false else { return nil }
            return "it takes every number but 0 for a one, and gets −1 and +1: write fw_dtype: bit"
        case let layer as AverageLut where layer.binarizesOutput && !layer.binarizesInput:
            let signal = SignalSummary(of: x)
            guard signal.isZeroOne ?? (signal.isBits && signal.lowest == 0) else { return nil }
            return "of inputs 0 and 1 a single 1 makes the sum positive, so it is an OR and no majority: write "
                + "binarize_input: true"
        case let layer as BitEncode:
            let signal = SignalSummary(of: x)
            guard signal.lowest < 0 || signal.highest > 1 else { return nil }
            return
                "it encodes numbers from 0 to 1 in \(layer.bitSize) bits and gets \(range(signal)), of which the upper "
                + "bits are lost: scale them first"
        case let layer as RealToBinary where layer.isBinary == true:
            let signal = SignalSummary(of: x)
            let (low, high) = (layer.inputRangeLow, layer.inputRangeHigh)
            guard signal.lowest < low || signal.highest > high else { return nil }
            return
                "numbers from \(low) to \(high) become bits, and the samples have \(range(signal)): scale the data, or "
                + "write input_range_lo and input_range_hi in a RealToBinary layer"
        case let layer as BinaryToReal: return caution(aboutDemodulator: layer, given: x)
        case let layer as StochasticMaxPooling where layer.binaryType == .bit:
            return "of type bit a 0 counts as −1, and gradients grow up to eightfold: write fw_dtype: fp32"
        default: return nil
        }
    }

    private static func caution(aboutDemodulator layer: BinaryToReal, given x: FrameBuffer) -> String? {
        let wanted = layer.requestedShape
        if wanted.rank > 0, wanted != layer.outputShape {
            return
                "output_shape \(wanted) gives way to depth_integration_size \(layer.depthIntegrationSize), so that it puts "
                + "out \(layer.outputShape): write depth_integration_size: 0"
        }
        guard layer.isBinary == true, !layer.averagesReals, x.dtype != .bit, !SignalSummary(of: x).isBits else {
            return nil
        }
        return "it counts positive numbers as ones, and gets numbers that are no bits: write average_reals: true"
    }

    /// Layers with parameters that no gradient reaches.
    private static func deafLayers(in body: any Model) -> [String] {
        let leaves = body.leaves
        guard let barrier = leaves.lastIndex(where: { $0 is BinaryLut || $0 is BitEncode }) else { return [] }
        let deaf = leaves.indices.filter { $0 < barrier && leaves[$0].parameters.elementCount > 0 }
        guard let first = deaf.first, let last = deaf.last else { return [] }
        let layers = first == last ? "layer \(first)" : "layers \(first) to \(last)"
        let verb = first == last ? "keeps its" : "keep their"
        return [
            "\(layers) \(verb) initial parameters: no gradient passes layer \(barrier) \(leaves[barrier].displayName)"
        ]
    }

    private static func range(_ signal: SignalSummary) -> String { "\(signal.lowest) to \(signal.highest)" }
}
