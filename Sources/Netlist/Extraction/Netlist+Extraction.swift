import BinaryBrain

extension Netlist {
    /// Takes a trained net apart into LUTs; the net stays as it is.
    ///
    /// LUT layers of all kinds become LUTs with their batch normalisation (running statistics) folded in; so do activations, and
    /// normalisations before them, where bits come in. A modulator becomes thresholds, a max pooling an OR, an average that is
    /// binarised a counter of LUTs, BinaryToReal output counters. A convolution is unrolled: its sub-net once for each place.
    ///
    /// Layers with a switch between numbers and bits are taken in binary mode, as after `binary true`, and all others as they
    /// stand; for `BinaryModulation` the inference modulation size counts. The output equals that of `forward(_:train: false)`,
    /// bit for bit.
    /// - Throws: `BrainError` that names the first layer that cannot become LUTs, why, and what to do.
    public init(extracting model: any Model) throws {
        let extraction = Extraction()
        try extraction.append(model)
        self = try extraction.finish(model)
    }

    /// The same for layers in the midst of a net, whose inputs are bits that stand for `levels`.
    /// - Parameter framesPerImage: frames that the net makes of one before these layers, and a BinaryToReal makes one of again.
    /// - Throws: `BrainError` that names a layer that cannot become LUTs, says why, and what to do.
    public init(extracting layers: [any Model], fedWith levels: BitLevels, framesPerImage: Int = 1) throws {
        let net = Sequential(layers)
        guard let first = layers.first, let last = layers.last else {
            throw Extraction.impossible(net, "it holds no layer", "extract at least one")
        }
        let extraction = Extraction()
        try extraction.feed(bitsFor: first, levels: levels, framesPerImage: framesPerImage)
        try extraction.append(net)
        self = try extraction.finish(last)
    }

    /// The most LUTs that a net may become, so that memory stays bounded: some 100 bytes each.
    public static let maximumLutCount = 1 << 23
}
