// The original's Python package has no class BinaryModulation: there such a net is a Sequential that begins with RealToBinary
// and ends with BinaryToReal. C++ has both.

extension BinaryModulation {
    /// The same net as a chain of layers, with the oversampling of inference: what the original's Python classes can read.
    /// The layers between modulator and demodulator are those of this net, not copies.
    /// - Throws: `BrainError` if the layers cannot be connected.
    public func chain() throws -> Sequential {
        let modulator = try RealToBinary(
            frameModulationSize: inferenceModulationSize, depthModulationSize: realToBinary.depthModulationSize,
            valueGenerator: inferenceThresholds.map(\.generator) ?? realToBinary.valueGenerator,
            framewise: realToBinary.framewise,
            inputRangeLow: realToBinary.inputRangeLow, inputRangeHigh: realToBinary.inputRangeHigh,
            name: realToBinary.name, binaryType: realToBinary.binaryType)
        modulator.binaryMode = realToBinary.binaryMode
        let demodulator = try BinaryToReal(
            frameIntegrationSize: inferenceModulationSize, depthIntegrationSize: binaryToReal.depthIntegrationSize,
            outputShape: binaryToReal.requestedShape, name: binaryToReal.name, binaryType: binaryToReal.binaryType)
        demodulator.binaryMode = binaryToReal.binaryMode
        demodulator.hostOnly = binaryToReal.hostOnly
        demodulator.averagesReals = binaryToReal.averagesReals
        if inputShape.rank > 0 {
            try modulator.setInputShape(inputShape)
            try demodulator.setInputShape(binaryToReal.inputShape)
        }
        let body = layer.sequence
        let inner = body.map(\.layers) ?? [layer]
        return Sequential(
            restoring: [modulator] + inner + [demodulator], name: name ?? body?.name)
    }

    /// The net of a chain that begins with RealToBinary and ends with BinaryToReal, or with the layers that average as one does
    /// (see `BinaryToReal.averagingLayers()`), with the chain's oversampling for training and inference; nil for any other net,
    /// or if the two sizes differ. Modulator and demodulator are the chain's own.
    public convenience init?(chain net: any Model) {
        guard let layers = net.sequence?.layers, let modulator = layers.first?.hardware.modulator,
            !modulator.isThermometer
        else {
            return nil
        }
        let found: (demodulator: BinaryToReal, count: Int)?
        if let last = layers.last?.hardware.counter, last.binaryType == modulator.binaryType {
            found = (last, 1)
        } else {
            found = try? BinaryToReal.averaging(endOf: layers)
        }
        guard let (demodulator, count) = found, layers.count > 1 + count,
            modulator.frameModulationSize == demodulator.frameIntegrationSize
        else { return nil }
        let size = modulator.frameModulationSize
        self.init(
            restoring: modulator, Sequential(restoring: Array(layers[1..<layers.count - count]), name: nil),
            demodulator,
            trainingModulationSize: size, inferenceModulationSize: size, name: net.name)
    }

    /// The same for a chain that averages numbers at its end; nil for one that counts bits.
    public convenience init?(averagingChain net: any Model) {
        guard net.sequence?.layers.last?.hardware.counter == nil else { return nil }
        self.init(chain: net)
    }

    /// Another net between the same modulator and demodulator.
    func wrapping(_ layer: any Model) -> BinaryModulation {
        let net = BinaryModulation(
            restoring: realToBinary, layer, binaryToReal, trainingModulationSize: trainingModulationSize,
            inferenceModulationSize: inferenceModulationSize, name: name)
        net.inferenceThresholds = inferenceThresholds
        net.storedTraining = storedTraining
        return net
    }
}

extension Model {
    /// This net with every BinaryModulation in it, at any depth of Sequentials, as a chain of layers; see
    /// `BinaryModulation.chain()`.
    /// - Throws: `BrainError` if the layers cannot be connected.
    public func withoutModulationWrappers() throws -> any Model {
        if let modulation { return try modulation.chain().withoutModulationWrappers() }
        guard passesInSeries else { return self }
        return try rebuilt { [try $0.withoutModulationWrappers()] } ?? self
    }
}
