extension DenseAffineQuantize: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] { ["DenseAffineQuantize_fp32": { try read(from: &$0) }] }

    /// The seed is not in the file; it would matter only for another input shape.
    private static func read(from reader: inout ObjectReader) throws -> DenseAffineQuantize {
        let start = reader.offset
        try reader.version(of: "DenseAffineQuantize", 1...1)
        let name = try reader.modelLevel()
        let hostOnly = try reader.bool("host_only")
        let deviation = try reader.float("initialize_std")
        let initializer = try reader.string("initializer")
        let input = try reader.frameShape("input shape")
        let output = try reader.frameShape("output shape")
        // Which library the original's GPU code uses.
        _ = try reader.bool("cublas")
        let quantize = try reader.bool("quantize")
        let bits = try ["weight_bits", "output_bits", "input_bits"].map { Int(try reader.int32($0)) }
        let scales = try ["weight_scale", "output_scale", "input_scale"].map { try reader.float($0) }
        let weights = try reader.tensor("W", shape: [output.count, input.count])
        let bias = try reader.tensor("b", shape: [output.count])
        return try reader.checking("DenseAffineQuantize", at: start) {
            let isKnown = (try? DenseInitializer(parsing: initializer)) != nil
            let layer = try DenseAffineQuantize(
                outputShape: output, quantize: quantize, weightBits: bits[0], outputBits: bits[1], inputBits: bits[2],
                weightScale: scales[0], outputScale: scales[1], inputScale: scales[2], initializeStd: deviation,
                initializer: isKnown ? initializer : "", name: name)
            layer.install(inputShape: input, groupCount: 1, weights: weights, bias: bias)
            layer.hostOnly = hostOnly
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        guard let weights, let bias, let quantizations else { throw withoutShapeError }
        writer.write(1)
        writer.writeModelLevel(self)
        writer.write(hostOnly)
        writer.write(initializeStd)
        writer.write(initializer)
        writer.write(inputShape)
        writer.write(outputShape)
        writer.write(false)
        writer.write(quantizes)
        let roundings = [quantizations.weights, quantizations.output, quantizations.input]
        for rounding in roundings { writer.write(Int32(rounding.bits)) }
        for rounding in roundings { writer.write(rounding.scale) }
        writer.write(tensor: weights)
        writer.write(tensor: bias)
    }
}

extension BinaryDenseAffine: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("BinaryDenseAffine") { try read(from: &$0, binaryType: $1) }
    }

    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> BinaryDenseAffine {
        try reader.version(of: "BinaryDenseAffine", 1...1)
        let name = try reader.modelLevel()
        let memorySaving = try reader.bool("memory_saving")
        let usesBatchNorm = try reader.bool("batch_norm")
        let usesActivation = try reader.bool("activation")
        let affine = try reader.part("affine", DenseAffine.self)
        let nodes = affine.outputShape.count
        let normalization =
            usesBatchNorm
            ? try reader.part("batch_norm", BatchNormalization.self, nodes: nodes) : try BatchNormalization()
        let activation =
            usesActivation
            ? try reader.part("activation", Binarize.self, nodes: nodes) : try Binarize(binaryType: binaryType)
        if !usesBatchNorm { try normalization.setInputShape(affine.outputShape) }
        if !usesActivation { try activation.setInputShape(affine.outputShape) }
        let layer = BinaryDenseAffine(affine, normalization, activation, memorySaving: memorySaving, name: name)
        layer.use(usesBatchNorm, part: 1)
        layer.use(usesActivation, part: 2)
        return layer
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        guard inputShape.rank > 0 else { throw withoutShapeError }
        writer.write(1)
        writer.writeModelLevel(self)
        writer.write(memorySaving)
        writer.write(usesBatchNorm)
        writer.write(usesActivation)
        for (index, part) in parts.enumerated() where !skipped.contains(index) { try writer.write(model: part) }
    }
}
