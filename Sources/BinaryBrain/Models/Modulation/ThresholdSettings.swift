/// How RealToBinary finds its thresholds, as files hold it.
struct ThresholdSettings {
    let framewise: Bool
    let low: Float
    let high: Float
    let generator: (any ValueGenerator)?

    init(_ layer: RealToBinary) {
        framewise = layer.framewise
        low = layer.inputRangeLow
        high = layer.inputRangeHigh
        generator = layer.valueGenerator
    }

    init(from reader: inout ObjectReader) throws {
        framewise = try reader.bool("framewise")
        low = try reader.float("input_range_lo")
        high = try reader.float("input_range_hi")
        generator = try reader.bool("has a value generator") ? reader.valueGenerator() : nil
    }

    func write(to writer: inout ObjectWriter) {
        writer.write(framewise)
        writer.write(low)
        writer.write(high)
        writer.write(generator != nil)
        if let generator { writer.write(generator) }
    }

    func isSame(as other: ThresholdSettings) -> Bool {
        guard framewise == other.framewise, low == other.low, high == other.high else { return false }
        return switch (generator, other.generator) {
        case (nil, nil): true
        case (let own?, let other?):
            own.objectName == other.objectName && own.configuration == other.configuration
        case (nil, _?), (_?, nil): false
        }
    }
}

extension ObjectReader {
    /// An object that is a value generator, at the start of its stream.
    fileprivate mutating func valueGenerator() throws -> any ValueGenerator {
        let start = offset
        return try object("value generator") { reader, name in
            guard let type = EncoderRegistry.valueGenerator(ofObject: name) else {
                let known = EncoderRegistry.valueGenerators.map { $0.objectName }
                throw reader.error(
                    "value generator", expected: known.joined(separator: " or "), found: "'\(name)'", at: start)
            }
            try reader.version(of: name)
            try reader.version(of: "Object")
            let first = try reader.float("first parameter")
            let second = try reader.float("second parameter")
            let seed = UInt64(bitPattern: Int64(try reader.int64("seed")))
            return type.init(first: first, second: second, seed: seed)
        }
    }
}

extension ObjectWriter {
    /// Appends a value generator as an object.
    fileprivate mutating func write(_ generator: any ValueGenerator) {
        let (first, second, seed) = generator.configuration
        object(generator.objectName) { writer in
            writer.writeVersion(of: generator.objectName)
            writer.writeVersion(of: "Object")
            writer.write(first)
            writer.write(second)
            writer.write(Int(Int64(bitPattern: seed)))
        }
    }
}
