// The original's Python package has no class BinaryModulation: there such a net is a Sequential that begins with RealToBinary
// and ends with BinaryToReal. C++ has both.

extension BinaryModulation {
    /// The same net as a chain of layers, with the oversampling of inference: what the original's Python classes can read.
    /// The layers between modulator and demodulator are those of this net, not copies.
    public func chain() throws -> Sequential {
        let modulator = try RealToBinary(
            frameModulationSize: inferenceModulationSize, depthModulationSize: realToBinary.depthModulationSize,
            valueGenerator: realToBinary.valueGenerator, framewise: realToBinary.framewise,
            inputRangeLow: realToBinary.inputRangeLow, inputRangeHigh: realToBinary.inputRangeHigh,
            name: realToBinary.name, binaryType: realToBinary.binaryType)
        modulator.binaryMode = realToBinary.binaryMode
        let demodulator = try BinaryToReal(
            frameIntegrationSize: inferenceModulationSize, depthIntegrationSize: binaryToReal.depthIntegrationSize,
            outputShape: binaryToReal.requestedShape, name: binaryToReal.name, binaryType: binaryToReal.binaryType)
        demodulator.binaryMode = binaryToReal.binaryMode
        demodulator.hostOnly = binaryToReal.hostOnly
        if inputShape.rank > 0 {
            try modulator.setInputShape(inputShape)
            try demodulator.setInputShape(binaryToReal.inputShape)
        }
        let body = layer as? Sequential
        let inner = body.map(\.layers) ?? [layer]
        return Sequential(
            restoring: [modulator] + inner + [demodulator], name: name ?? body?.name)
    }

    /// The net of a chain that begins with RealToBinary and ends with BinaryToReal, with the chain's oversampling for training
    /// and inference; nil for any other net, or if the two sizes differ. Modulator and demodulator are the chain's own.
    public convenience init?(chain net: any Model) {
        guard let layers = (net as? Sequential)?.layers, layers.count > 2,
            let modulator = layers.first as? RealToBinary,
            let demodulator = layers.last as? BinaryToReal,
            modulator.frameModulationSize == demodulator.frameIntegrationSize,
            modulator.binaryType == demodulator.binaryType
        else { return nil }
        let size = modulator.frameModulationSize
        self.init(
            restoring: modulator, Sequential(restoring: Array(layers[1..<layers.count - 1]), name: nil), demodulator,
            trainingModulationSize: size, inferenceModulationSize: size, name: net.name)
    }
}

extension Model {
    /// This net with every BinaryModulation in it, at any depth of Sequentials, as a chain of layers; see
    /// `BinaryModulation.chain()`.
    public func withoutModulationWrappers() throws -> any Model {
        switch self {
        case let wrapper as BinaryModulation: return try wrapper.chain().withoutModulationWrappers()
        case let net as Sequential:
            return Sequential(
                restoring: try net.layers.map { try $0.withoutModulationWrappers() }, name: net.name)
        default: return self
        }
    }
}
