extension BitEncode: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("BitEncode") { try read(from: &$0, binaryType: $1) }
    }

    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> BitEncode {
        let name = try reader.beginLayer("BitEncode")
        let bits = try reader.int64("bit_size", in: 1...31)
        let start = reader.offset
        let (input, output) = try reader.frameShapes()
        return try reader.checking("BitEncode", at: start) {
            let layer = try BitEncode(bitSize: bits, name: name, binaryType: binaryType)
            try layer.setInputShape(input, expecting: output)
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(bitSize)
        writer.writeFrameShapes(self)
    }
}

extension InsertBitError: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("InsertBitError") { reader, type in
            let start = reader.offset
            let name = try reader.beginLayer("InsertBitError")
            let rate = try reader.double("error_rate")
            return try reader.checking("InsertBitError", at: start) {
                try InsertBitError(errorRate: rate, name: name, binaryType: type)
            }
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        writer.writeVersion(of: "InsertBitError")
        writer.writeModelLevel(self)
        writer.write(errorRate)
    }
}
