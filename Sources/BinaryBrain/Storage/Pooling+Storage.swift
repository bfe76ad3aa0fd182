extension Pooling: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("MaxPooling") { try readMaximum(from: &$0, binaryType: $1) }
            .merging(
                ObjectRegistry.decodersByBinaryType("StochasticMaxPooling2x2") {
                    try readStochastic(from: &$0, binaryType: $1)
                }
            ) { first, _ in first }
    }

    private static func readMaximum(from reader: inout ObjectReader, binaryType: DType) throws -> MaxPooling {
        let name = try reader.beginLayer("MaxPooling")
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let filter = try reader.filterSize("filter_size")
        let input = try reader.imageShape("input")
        let output = try reader.imageShape("output")

        return try reader.checking("MaxPooling", at: start) {
            let layer = try MaxPooling(filterSize: filter, name: name, binaryType: binaryType)
            try layer.setInputShape(input, expecting: output)
            layer.hostOnly = hostOnly
            return layer
        }
    }

    /// This class has the level of MaxPooling below its own, with eight numbers that it never sets; its own shapes stand
    /// backwards: width, height, channels.
    private static func readStochastic(from reader: inout ObjectReader, binaryType: DType) throws
        -> StochasticMaxPooling
    {
        try reader.version(of: "StochasticMaxPooling2x2")
        let name = try reader.beginLayer("MaxPooling")
        // The level's own switch, which nothing reads.
        let unusedHostOnly = try reader.bool("host_only of MaxPooling")
        var unused: [Int] = []
        for index in 0..<8 { unused.append(try reader.int64("unused number \(index)")) }
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let input = Shape(try reader.imageShape("input, width first").dimensions.reversed())
        let output = Shape(try reader.imageShape("output, width first").dimensions.reversed())

        return try reader.checking("StochasticMaxPooling2x2", at: start) {
            let layer = try StochasticMaxPooling(name: name, binaryType: binaryType)
            try layer.setInputShape(input, expecting: output)
            layer.hostOnly = hostOnly
            layer.unusedFileFields = StochasticMaxPooling.UnusedFileFields(hostOnly: unusedHostOnly, numbers: unused)
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        guard inputShape.rank > 0 else { throw withoutShapeError }
        guard let stochastic = self as? StochasticMaxPooling else {
            try writer.beginLayer(self)
            writer.write(hostOnly)
            writer.write(filterSize)
            for shape in [inputShape, outputShape] { for extent in shape.dimensions { writer.write(extent) } }
            return
        }
        writer.writeVersion(of: "StochasticMaxPooling2x2")
        writer.writeVersion(of: "MaxPooling")
        writer.writeModelLevel(self)
        writer.write(stochastic.unusedFileFields.hostOnly)
        for number in stochastic.unusedFileFields.numbers { writer.write(number) }
        writer.write(hostOnly)
        for shape in [inputShape, outputShape] { for extent in shape.dimensions.reversed() { writer.write(extent) } }
    }
}

extension UpSampling: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        ObjectRegistry.decodersByBinaryType("UpSampling") { try read(from: &$0, binaryType: $1) }
    }

    private static func read(from reader: inout ObjectReader, binaryType: DType) throws -> UpSampling {
        let name = try reader.beginLayer("UpSampling")
        let hostOnly = try reader.bool("host_only")
        let start = reader.offset
        let input = try reader.frameShape("input shape")
        let filter = try reader.filterSize("filter_size")
        let fill = try reader.bool("fill")

        return try reader.checking("UpSampling", at: start) {
            let layer = try UpSampling(filterSize: filter, fill: fill, name: name, binaryType: binaryType)
            try layer.setInputShape(input)
            layer.hostOnly = hostOnly
            return layer
        }
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        try writer.beginLayer(self)
        writer.write(hostOnly)
        writer.write(inputShape)
        writer.write(filterSize)
        writer.write(fill)
    }
}
