extension Reduce: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("Reduce") { try read(from: &$0, binaryType: $1) }
    }

    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> Reduce {
        let name = try reader.beginLayer("Reduce")
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let (input, output) = try reader.frameShapes()
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
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.writeFrameShapes(self)
        writer.write(integrationSize)
    }
}

extension Shuffle: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] { ["Shuffle": { try read(from: &$0) }] }

    private static func read(from reader: inout ObjectReader) throws -> Shuffle {
        let name = try reader.beginLayer("Shuffle")
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let (input, output) = try reader.frameShapes()
        let unit = try reader.int64("shuffle_unit", in: 1...Int(Int32.max))

        return try reader.checking("Shuffle", at: start) {
            let layer = try Shuffle(shuffleUnit: unit, outputShape: output == input ? [] : output, name: name)
            try layer.setInputShape(input, expecting: output)
            layer.hostOnly = hostOnly
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.writeFrameShapes(self)
        writer.write(shuffleUnit)
    }
}

extension Concatenate: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] { ["Concatenate": { try read(from: &$0) }] }

    /// The shapes of all inputs are a count and so many shapes, the form that the original means to write; what it writes in
    /// their place are addresses of its memory, which nobody can read.
    private static func read(from reader: inout ObjectReader) throws -> Concatenate {
        let name = try reader.beginLayer("Concatenate")
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let count = try reader.int64("number of inputs", in: 1...max(1, reader.remaining / 16))
        var inputs: [Shape] = []
        for index in 0..<count { inputs.append(try reader.frameShape("shape of input \(index)")) }
        let output = try reader.frameShape("output shape")

        return try reader.checking("Concatenate", at: start) {
            let layer = Concatenate(name: name)
            guard try layer.setInputShapes(inputs) == output else {
                throw BrainError(
                    .shape, what: "Concatenate", why: "its output is \(layer.outputShape), the file says \(output)",
                    remedy: "use an intact copy")
            }
            layer.hostOnly = hostOnly
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(inputShapes.count)
        for shape in inputShapes { writer.write(shape) }
        writer.write(outputShape)
    }
}
