extension RealToBinary: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("RealToBinary") { try read(from: &$0, binaryType: $1) }
    }

    static func read(from reader: inout ObjectReader, binaryType: DType) throws -> RealToBinary {
        let name = try reader.beginLayer("RealToBinary")
        let binaryMode = try reader.bool("binary_mode")
        let start = reader.offset
        let (input, output) = try reader.frameShapes()
        // The original stores what follows from the shapes, too.
        let points = input.count / input[0]
        _ = try reader.int64("points of a channel", in: points...points)
        _ = try reader.int64("channels of the input", in: input[0]...input[0])
        _ = try reader.int64("channels of the output", in: output[0]...output[0])
        let sizes = 1...RealToBinary.maximumModulationSize
        let frames = try reader.int64("frame_modulation_size", in: sizes)
        let depth = try reader.int64("depth_modulation_size", in: sizes)
        let thresholds = try ThresholdSettings(from: &reader)

        return try reader.checking("modulation", at: start) {
            let layer = try RealToBinary(
                frameModulationSize: frames, depthModulationSize: depth, valueGenerator: thresholds.generator,
                framewise: thresholds.framewise, inputRangeLow: thresholds.low, inputRangeHigh: thresholds.high,
                name: name, binaryType: binaryType)
            layer.binaryMode = binaryMode
            try layer.setInputShape(input, expecting: output)
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(binaryMode)
        writer.writeFrameShapes(self)
        writer.write(inputShape.count / inputShape[0])
        writer.write(inputShape[0])
        writer.write(outputShape[0])
        writer.write(frameModulationSize)
        writer.write(depthModulationSize)
        ThresholdSettings(self).write(to: &writer)
    }
}
