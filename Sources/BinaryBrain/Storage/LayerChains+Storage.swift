// Layers that are chains of layers: each writes a few switches and then its parts.

extension StochasticBatchNormalization: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ["StochasticBatchNormalization_fp32": { try read(from: &$0) }]
    }

    static func read(from reader: inout ObjectReader) throws -> StochasticBatchNormalization {
        let start = reader.offset
        try reader.version(of: "StochasticBatchNormalization")
        let (name, shape) = try reader.activationLevel()
        let hostOnly = try reader.bool("host_only")
        let hostSimd = try reader.bool("host_simd")
        let gamma = try reader.float("gamma")
        let beta = try reader.float("beta")
        let momentum = try reader.float("momentum")
        let mean = try reader.statistics("running_mean", of: shape)
        let variance = try reader.statistics("running_var", of: shape)
        return try reader.checking("StochasticBatchNormalization", at: start) {
            let layer = try StochasticBatchNormalization(momentum: momentum, gamma: gamma, beta: beta, name: name)
            try layer.setInputShape(shape)
            layer.runningMean.assign(mean)
            layer.runningVariance.assign(variance)
            layer.hostOnly = hostOnly
            layer.hostSimd = hostSimd
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        guard inputShape.rank > 0 else { throw withoutShapeError }
        writer.writeVersion(of: "StochasticBatchNormalization")
        writer.writeActivationLevel(self, shape: inputShape)
        writer.write(hostOnly)
        writer.write(hostSimd)
        for number in [gamma, beta, momentum] { writer.write(number) }
        writer.write(statistics: runningMean, of: inputShape)
        writer.write(statistics: runningVariance, of: inputShape)
    }
}

extension ObjectReader {
    /// An object that is a model of this class.
    mutating func part<Part: Model>(_ field: String, _ type: Part.Type, nodes: Int? = nil) throws -> Part {
        let start = offset
        let model = try model(field)
        guard let part = model as? Part else {
            throw error(field, expected: "a \(Part.self)", found: "a \(model.modelName)", at: start)
        }
        if let nodes, part.inputShape.count != nodes {
            throw error(field, expected: "a layer for \(nodes) nodes", found: "\(part.inputShape)", at: start)
        }
        return part
    }
}

extension DifferentiableLutDiscrete: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        LutObjects.decoders("DifferentiableLutDiscrete") { reader, inputs, type in
            let start = reader.offset
            let name = try reader.beginLayer("DifferentiableLutDiscrete")
            let memorySaving = try reader.bool("memory_saving")
            let usesBatchNorm = try reader.bool("batch_norm")
            let hasActivation = try reader.bool("activation")
            let lut = try reader.part("lut", StochasticLut.self)
            guard lut.inputsPerNode == inputs, lut.binaryType == type else {
                throw reader.error("lut", expected: "\(inputs) inputs", found: lut.objectName, at: start)
            }
            let nodes = lut.outputShape.count
            let normalization =
                usesBatchNorm
                ? try reader.part("batch_norm", StochasticBatchNormalization.self, nodes: nodes)
                : try StochasticBatchNormalization(momentum: 0, gamma: 0.3)
            let activation =
                hasActivation
                ? try reader.part("activation", HardTanh.self, nodes: nodes)
                : try HardTanh(hardTanhMin: 0, hardTanhMax: 1, binaryType: type)
            if !usesBatchNorm { try normalization.setInputShape(lut.outputShape) }
            if !hasActivation { try activation.setInputShape(lut.outputShape) }
            return DifferentiableLutDiscrete(
                lut, normalization, activation, usesBatchNorm: usesBatchNorm, usesActivation: hasActivation,
                memorySaving: memorySaving, name: name)
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(memorySaving)
        writer.write(usesBatchNorm)
        writer.write(usesActivation)
        for part in active { try writer.write(model: part) }
    }
}
