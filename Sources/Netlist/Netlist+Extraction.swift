import BinaryBrain

extension Netlist {
    /// Takes a trained net apart into LUTs, as if `binary true` had been sent to all its layers; the net stays as it is.
    ///
    /// LUT layers become LUTs with their batch normalisation (running statistics) folded in, a pulse-width modulator
    /// becomes thresholds, BinaryToReal becomes counters. For `BinaryModulation` the inference modulation size counts.
    /// The output equals that of `forward(_:train: false)` in binary mode, bit for bit.
    /// - Throws: `BrainError` that names the first layer that cannot become LUTs, and why.
    public init(extracting model: any Model) throws {
        var extraction = Extraction()
        try extraction.append(model)
        self = try extraction.finish(model)
    }
}

/// Collects LUTs layer by layer, in the order of the signal.
private struct Extraction {
    private var encoding: InputEncoding?
    /// Set behind BinaryToReal.
    private var shares: OutputDecoding?
    /// What the signals are as bits.
    private var bits = OutputDecoding.bits([], levels: .zeroOne)
    /// The signals between the last layer and the next.
    private var signals: [Int32] = []
    private var luts: [Netlist.Lut] = []
    private var layerNames: [String] = []

    func finish(_ model: any Model) throws -> Netlist {
        guard let encoding else {
            throw Self.impossible(
                model, "it holds no layer that turns numbers into bits or bits into bits",
                "extract a net of LUT layers")
        }
        return try Netlist(
            inputCount: encoding.bitCount, luts: luts, outputs: signals, layerNames: layerNames, encoding: encoding,
            decoding: shares ?? bits)
    }

    mutating func append(_ model: any Model) throws {
        switch model {
        case let net as Sequential:
            for layer in net.layers { try append(layer) }
        case let net as BinaryModulation:
            try modulate(net.realToBinary, frames: net.inferenceModulationSize)
            try append(net.layer)
            try integrate(net.binaryToReal, frames: net.inferenceModulationSize)
        case let layer as RealToBinary: try modulate(layer, frames: layer.frameModulationSize)
        case let layer as BinaryToReal: try integrate(layer, frames: layer.frameIntegrationSize)
        case let layer as DifferentiableLut:
            try appendLuts(layer, wires: layer.connection, tables: layer.truthTables())
            if layer.binaryType == .bit { bits = .bits(layer.outputShape, levels: .minusOnePlusOne) }
        case let layer as StochasticLut:
            guard layer.binarizesTables else {
                throw Self.impossible(layer, "its outputs are probabilities, not bits", "send it 'lut_binarize true'")
            }
            guard layer.isBinary != true else {
                throw Self.impossible(
                    layer, "in binary mode its inputs stand for 0.25 and 0.75, so its outputs are no bits",
                    "send it 'binary false': bits are then exactly 0 and 1 to it")
            }
            guard encoding != nil else {
                throw Self.impossible(
                    layer, "its inputs are numbers, not bits", "put RealToBinary or another LUT layer before it")
            }
            try appendLuts(layer, wires: layer.connection, tables: layer.truthTables())
        default:
            throw Self.impossible(model, "layers of class \(model.modelName) are not made of LUTs", "leave it out")
        }
    }

    private mutating func modulate(_ layer: RealToBinary, frames: Int) throws {
        guard encoding == nil else {
            throw Self.impossible(layer, "numbers become bits only once", "put the modulator first")
        }
        guard layer.valueGenerator == nil else {
            throw Self.impossible(
                layer, "it draws its thresholds at random",
                "use the pulse-width code for inference, or extract the net inside the modulation")
        }
        guard layer.inputShape.rank > 0 else { throw Self.notBuilt(layer) }
        start(
            try InputEncoding(
                shape: layer.inputShape, frameModulationSize: frames, depthModulationSize: layer.depthModulationSize,
                thresholds: layer.pulseWidthThresholds(frameModulationSize: frames)))
        bits = .bits(layer.outputShape, levels: .minusOnePlusOne)
    }

    private mutating func start(_ encoding: InputEncoding) {
        self.encoding = encoding
        signals = (0..<Int32(encoding.bitCount)).map { $0 }
    }

    private mutating func integrate(_ layer: BinaryToReal, frames: Int) throws {
        guard layer.inputShape.rank > 0 else { throw Self.notBuilt(layer) }
        guard encoding != nil else {
            throw Self.impossible(layer, "no layer before it makes bits", "put RealToBinary or LUT layers before it")
        }
        try requireBits(layer)
        guard layer.inputShape.count == signals.count else { throw misfit(layer, inputs: layer.inputShape.count) }
        shares = .shares(layer.outputShape, frameIntegrationSize: frames)
    }

    private mutating func appendLuts(_ layer: any Model, wires: ConnectionTable?, tables: [UInt64]) throws {
        guard let wires else { throw Self.notBuilt(layer) }
        if encoding == nil { start(try .aboveHalf(wires.inputShape)) }
        try requireBits(layer)
        guard wires.inputShape.count == signals.count else { throw misfit(layer, inputs: wires.inputShape.count) }
        let first = (encoding?.bitCount ?? 0) + luts.count
        for (node, table) in tables.enumerated() {
            luts.append(
                Netlist.Lut(inputs: wires[node].map { signals[$0] }, table: table, layer: layerNames.count))
        }
        layerNames.append(layer.displayName)
        signals = (0..<tables.count).map { Int32(first + $0) }
        bits = .bits(layer.outputShape, levels: .zeroOne)
    }

    private func requireBits(_ layer: any Model) throws {
        guard shares == nil else {
            throw Self.impossible(layer, "it works on numbers, behind BinaryToReal", "put it before BinaryToReal")
        }
    }

    private func misfit(_ layer: any Model, inputs: Int) -> BrainError {
        Self.impossible(
            layer, "it has \(inputs) inputs, the layer before it has \(signals.count) outputs",
            "call setInputShape on the whole net")
    }

    private static func notBuilt(_ layer: any Model) -> BrainError {
        impossible(layer, "its input shape is not known yet", "call setInputShape on the whole net")
    }

    private static func impossible(_ layer: any Model, _ why: String, _ remedy: String) -> BrainError {
        BrainError(.usage, what: "layer \(layer.displayName) as LUTs", why: why, remedy: remedy)
    }
}
