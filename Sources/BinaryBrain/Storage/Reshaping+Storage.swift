extension Reduce: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("Reduce") { try read(from: &$0, binaryType: $1) }
    }

    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> Reduce {
        try reader.version(of: "Reduce", 1...1)
        let name = try reader.modelLevel()
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let input = try reader.frameShape("input shape")
        let output = try reader.frameShape("output shape")
        let size = try reader.int64("integration_size", in: 0...Int(Int32.max))

        return try reader.checking("Reduce", at: start) {
            let layer = try Reduce(
                outputShape: size > 0 ? [] : output, integrationSize: size, name: name, binaryType: binaryType)
            try layer.setInputShape(input, expecting: output)
            layer.hostOnly = hostOnly
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        guard inputShape.rank > 0 else { throw withoutShapeError }
        writer.write(1)
        writer.writeModelLevel(self)
        writer.write(hostOnly)
        writer.write(inputShape)
        writer.write(outputShape)
        writer.write(integrationSize)
    }
}

extension Shuffle: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] { ["Shuffle": { try read(from: &$0) }] }

    private static func read(from reader: inout ObjectReader) throws -> Shuffle {
        try reader.version(of: "Shuffle", 1...1)
        let name = try reader.modelLevel()
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let input = try reader.frameShape("input shape")
        let output = try reader.frameShape("output shape")
        let unit = try reader.int64("shuffle_unit", in: 1...Int(Int32.max))

        return try reader.checking("Shuffle", at: start) {
            let layer = try Shuffle(shuffleUnit: unit, outputShape: output == input ? [] : output, name: name)
            try layer.setInputShape(input, expecting: output)
            layer.hostOnly = hostOnly
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        guard inputShape.rank > 0 else { throw withoutShapeError }
        writer.write(1)
        writer.writeModelLevel(self)
        writer.write(hostOnly)
        writer.write(inputShape)
        writer.write(outputShape)
        writer.write(shuffleUnit)
    }
}
