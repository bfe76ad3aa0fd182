extension BatchNormalization: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] { ["BatchNormalization_fp32": { try read(from: &$0) }] }

    private static func read(from reader: inout ObjectReader) throws -> BatchNormalization {
        let start = reader.offset
        try reader.version(of: "BatchNormalization")
        let (name, shape) = try reader.activationLevel()
        let bypass = try reader.bool("bypass")
        let hostOnly = try reader.bool("host_only")
        let hostSimd = try reader.bool("host_simd")
        let fixGamma = try reader.bool("fix_gamma")
        let fixBeta = try reader.bool("fix_beta")
        let momentum = try reader.float("momentum")
        let initialGamma = try reader.float("initial gamma")
        let initialBeta = try reader.float("initial beta")
        // The layer is made after its tensors: only they prove that the file is as large as its shape says.
        let nodes = Shape([shape.count])
        let gamma = try reader.tensor("gamma", shape: nodes)
        let beta = try reader.tensor("beta", shape: nodes)
        let mean = try reader.typedTensor("running_mean", shape: nodes)
        let variance = try reader.typedTensor("running_var", shape: nodes)

        return try reader.checking("BatchNormalization", at: start) {
            let layer = try BatchNormalization(
                momentum: momentum, gamma: initialGamma, beta: initialBeta, fixGamma: fixGamma, fixBeta: fixBeta,
                name: name)
            try layer.setInputShape(shape)
            layer.gamma.assign(gamma)
            layer.beta.assign(beta)
            layer.runningMean.assign(mean)
            layer.runningVariance.assign(variance)
            layer.bypass = bypass
            layer.hostOnly = hostOnly
            layer.hostSimd = hostSimd
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        guard inputShape.rank > 0 else { throw withoutShapeError }
        writer.writeVersion(of: "BatchNormalization")
        writer.writeActivationLevel(self, shape: inputShape)
        for flag in [bypass, hostOnly, hostSimd, fixGamma, fixBeta] { writer.write(flag) }
        for number in [momentum, initialGamma, initialBeta] { writer.write(number) }
        writer.write(tensor: gamma)
        writer.write(tensor: beta)
        writer.write(typedTensor: runningMean)
        writer.write(typedTensor: runningVariance)
    }
}

extension Dropout: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("Dropout") { try read(from: &$0, forwardType: $1) }
    }

    /// The seed is not in the file: a layer from a file draws from the beginning of the default stream.
    private static func read(from reader: inout ObjectReader, forwardType: DType) throws -> Dropout {
        let start = reader.offset
        try reader.version(of: "Dropout")
        let (name, shape) = try reader.activationLevel()
        let hostOnly = try reader.bool("host_only")
        let rate = try reader.double("rate")
        let maskOffset = reader.offset
        let mask = try reader.typedTensor("mask", .int8)
        guard mask.count == 0 || mask.shape == [shape.count] else {
            throw reader.error("mask", expected: "none or \(shape.count)", found: "\(mask.shape)", at: maskOffset)
        }

        return try reader.checking("Dropout", at: start) {
            let layer = try Dropout(rate: rate, name: name, forwardType: forwardType)
            if shape.rank > 0 { try layer.setInputShape(shape) }
            layer.mask = mask
            layer.hostOnly = hostOnly
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        writer.writeVersion(of: "Dropout")
        writer.writeActivationLevel(self, shape: inputShape)
        writer.write(hostOnly)
        writer.write(rate)
        writer.write(typedTensor: mask)
    }
}
