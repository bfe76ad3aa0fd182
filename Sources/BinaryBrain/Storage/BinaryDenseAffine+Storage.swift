extension BinaryDenseAffine: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("BinaryDenseAffine") { try read(from: &$0, binaryType: $1) }
    }

    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> BinaryDenseAffine {
        let name = try reader.beginLayer("BinaryDenseAffine")
        let memorySaving = try reader.bool("memory_saving")
        let usesBatchNorm = try reader.bool("batch_norm")
        let usesActivation = try reader.bool("activation")
        let affine = try reader.part("affine", DenseAffine.self)
        let nodes = affine.outputShape.count
        // The original stores the parts that are out of use, too; checkpoints do not.
        let normalization =
            usesBatchNorm || !reader.isFromCheckpoint
            ? try reader.part("batch_norm", BatchNormalization.self, nodes: nodes) : try BatchNormalization()
        let activation =
            usesActivation || !reader.isFromCheckpoint
            ? try reader.part("activation", Binarize.self, nodes: nodes) : try Binarize(binaryType: binaryType)
        if normalization.inputShape.rank == 0 { try normalization.setInputShape(affine.outputShape) }
        if activation.inputShape.rank == 0 { try activation.setInputShape(affine.outputShape) }
        let layer = BinaryDenseAffine(affine, normalization, activation, memorySaving: memorySaving, name: name)
        layer.use(usesBatchNorm, part: 1)
        layer.use(usesActivation, part: 2)
        return layer
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(memorySaving)
        writer.write(usesBatchNorm)
        writer.write(usesActivation)
        for part in writer.isForCheckpoint ? active : parts { try writer.write(model: part) }
    }
}
