import BinaryBrain

extension ExperimentSpec {
    /// The net that this experiment trains, with parameters drawn for `input`, and the modulation around it if there is one.
    ///
    /// - Throws: `SpecificationError` for a layer that cannot be made or connected, or a net whose answer has another size
    ///   than `output`.
    func makeNet(input: Shape, output: Shape) throws -> any Model {
        let layers = try net.map { try $0.makeModel(defaultSeed: seed) }
        try connect(layers, input: input, output: output)
        let body = Sequential(layers)
        guard let modulation else {
            try body.setInputShape(input)
            return body
        }
        let wrapped = try BinaryModulation(
            body, trainingModulationSize: modulation.train, inferenceModulationSize: modulation.test,
            valueGenerator: modulation.method.makeGenerator(seed: seed), averagesReals: modulation.averagesReals)
        try wrapped.setInputShape(input)
        return wrapped
    }

    /// Sets the shapes one by one, so that an error names its layer.
    private func connect(_ layers: [any Model], input: Shape, output: Shape) throws {
        var shape = input
        for (layer, specification) in zip(layers, net) {
            shape = try specification.naming { try layer.setInputShape(shape) }
        }
        guard shape.count != output.count, let last = net.last else { return }
        throw last.error(
            "the net ends in \(shape.count) values, and the target has \(output.count)",
            "give the last layer output_shape: [\(output.count)]")
    }
}

extension ModulationMethod {
    /// A stream of thresholds for this rule; nil for the pulse-width code.
    func makeGenerator(seed: UInt64) -> (any ValueGenerator)? {
        switch self {
        case .pwm: return nil
        case .uniform: return UniformDistributionGenerator(low: 0, high: 1, seed: seed)
        case .normal: return NormalDistributionGenerator(mean: 0.5, deviation: 0.25, seed: seed)
        }
    }
}
