extension BinaryToReal: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("BinaryToReal") { try read(from: &$0, binaryType: $1) }
    }

    static func read(from reader: inout ObjectReader, binaryType: DType) throws -> BinaryToReal {
        let name = try reader.beginLayer("BinaryToReal")
        let hostOnly = try reader.bool("host_only")
        let binaryMode = try reader.bool("binary_mode")
        let frames = try reader.int64("frame_integration_size", in: 1...RealToBinary.maximumModulationSize)
        let depth = try reader.int64("depth_integration_size", in: 0...Int(Int32.max))
        let start = reader.offset
        let (input, output) = try reader.frameShapes()

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
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(binaryMode)
        writer.write(frameIntegrationSize)
        writer.write(depthIntegrationSize)
        writer.writeFrameShapes(self)
    }
}
