extension BinaryToReal: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("BinaryToReal") { try read(from: &$0, binaryType: $1) }
    }

    static func read(from reader: inout ObjectReader, binaryType: DType) throws -> BinaryToReal {
        try reader.version(of: "BinaryToReal", 1...1)
        let name = try reader.modelLevel()
        let hostOnly = try reader.bool("host_only")
        let binaryMode = try reader.bool("binary_mode")
        let frames = try reader.int64("frame_integration_size", in: 1...RealToBinary.maximumModulationSize)
        let depth = try reader.int64("depth_integration_size", in: 0...Int(Int32.max))
        let start = reader.offset
        let input = try reader.frameShape("input shape")
        let output = try reader.frameShape("output shape")

        return try reader.checking("integration", at: start) {
            let layer = try BinaryToReal(
                frameIntegrationSize: frames, depthIntegrationSize: depth, outputShape: output == input ? [] : output,
                name: name, binaryType: binaryType)
            layer.binaryMode = binaryMode
            layer.hostOnly = hostOnly
            try layer.setInputShape(input, expecting: output)
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        guard inputShape.rank > 0 else { throw withoutShapeError }
        writer.write(1)
        writer.writeModelLevel(self)
        writer.write(hostOnly)
        writer.write(binaryMode)
        writer.write(frameIntegrationSize)
        writer.write(depthIntegrationSize)
        writer.write(inputShape)
        writer.write(outputShape)
    }
}
