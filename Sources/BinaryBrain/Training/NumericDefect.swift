/// A number of a training that is infinite or NaN, and whose it is.
public struct NumericDefect: Sendable, Hashable, CustomStringConvertible {
    /// What is not finite.
    public enum Kind: Sendable, Hashable {
        /// An input of the mini-batch.
        case input
        /// An output of the layer.
        case output
        /// The loss, though all outputs are finite.
        case loss
        /// A parameter of the layer, or what the optimizer remembers of it.
        case parameter
        /// A running mean or variance of the layer.
        case statistic
    }

    /// What is not finite.
    public let kind: Kind
    /// The layer, as `layer 3 DenseAffine`, counted from the input; nil if it is not one.
    public let layer: String?

    /// `a parameter of layer 3 DenseAffine is not finite`.
    public var description: String {
        let subject =
            switch kind {
            case .input: "an input"
            case .output: "an output"
            case .loss: "the loss on the answers"
            case .parameter: "a parameter"
            case .statistic: "a running mean or variance"
            }
        return subject + (layer.map { " of \($0)" } ?? "") + " is not finite"
    }
}

extension NumericDefect {
    /// The first layer of a net, in the order of the signal, with a parameter or a statistic that is not finite; nil if there
    /// is none.
    public init?(in net: any Model) {
        for (index, layer) in Self.layers(of: net).enumerated() {
            let kind: Kind
            if !layer.parameters.tensors.allSatisfy(\.isFinite) {
                kind = .parameter
            } else if !layer.runningStatistics.allSatisfy(\.isFinite) {
                kind = .statistic
            } else {
                continue
            }
            self.init(kind: kind, layer: Self.name(layer, index))
            return
        }
        return nil
    }

    /// The layer that holds a parameter, by its place in `net.parameters`.
    init(parameter place: Int, of net: any Model) {
        var before = 0
        for (index, layer) in Self.layers(of: net).enumerated() {
            before += layer.parameters.tensors.count
            if place < before {
                self.init(kind: .parameter, layer: Self.name(layer, index))
                return
            }
        }
        self.init(kind: .parameter, layer: nil)
    }

    /// The first layer of a net whose running statistics are not finite.
    init?(statisticsOf net: any Model) {
        let layers = Self.layers(of: net)
        let place = layers.firstIndex { !$0.runningStatistics.allSatisfy(\.isFinite) }
        guard let place else { return nil }
        self.init(kind: .statistic, layer: Self.name(layers[place], place))
    }

    /// Why the loss of a net on `x` is not finite: it runs the net once more, layer by layer. The net's random state is as before
    /// afterwards.
    init(lossOf net: any Model, on x: FrameBuffer) {
        guard x.isFinite else {
            self.init(kind: .input, layer: nil)
            return
        }
        let states = net.withDescendants.map { ($0, $0.trainingState) }
        defer {
            net.clear()
            for (model, state) in states { model.restore(state) }
        }
        if let known = NumericDefect(in: net), known.kind == .parameter {
            self = known
        } else if let culprit = (try? Self.firstNonFinite(net, x)).flatMap({ $0 }) {
            let layers = Self.layers(of: net)
            let index = layers.firstIndex { $0 === culprit } ?? layers.firstIndex { $0 === culprit.leaves.first }
            self.init(kind: .output, layer: index.map { Self.name(culprit, $0) } ?? culprit.displayName)
        } else {
            let layers = Self.layers(of: net)
            self.init(kind: .loss, layer: layers.last.map { Self.name($0, layers.count - 1) })
        }
    }

    /// The first layer of a chain that puts out a number that is not finite.
    private static func firstNonFinite(_ model: any Model, _ x: FrameBuffer) throws -> (any Model)? {
        if model.composition == .branches {
            for branch in model.children {
                if let culprit = try firstNonFinite(branch, x) { return culprit }
            }
            return nil
        }
        guard model.passesInSeries else {
            return try model.forward(x, train: false).isFinite ? nil : model
        }
        var signal = x
        for child in model.children {
            let y = try child.forward(signal, train: false)
            guard y.isFinite else { return try firstNonFinite(child, signal) ?? child }
            signal = y
        }
        return nil
    }

    /// The layers as tables show them: without the modulation around the net.
    private static func layers(of net: any Model) -> [any Model] { net.withinModulation.leaves }

    private static func name(_ layer: any Model, _ index: Int) -> String { "layer \(index) \(layer.displayName)" }
}

extension Model {
    fileprivate func restore(_ state: [String: [UInt64]]) { trainingState = state }
}
