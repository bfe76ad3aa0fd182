// Binarize stores its binarisation; the others are Binarize to the original, and add the switch. The two levels are not
// stored.

extension Activation: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] {
        var decoders = ObjectRegistry.decodersByBinaryType("Binarize") { reader, type in
            let stored = try StoredBinarization(from: &reader, name: "Binarize")
            return try stored.configure(Binarize(name: stored.name, binaryType: type), &reader)
        }
        let switchable = [
            ObjectRegistry.decodersByBinaryType("ReLU") { reader, type in
                try readSwitchable("ReLU", from: &reader) { try ReLU(name: $0.name, binaryType: type) }
            },
            ObjectRegistry.decodersByBinaryType("Sigmoid") { reader, type in
                try readSwitchable("Sigmoid", from: &reader) { try Sigmoid(name: $0.name, binaryType: type) }
            },
            ObjectRegistry.decodersByBinaryType("HardTanh") { reader, type in
                try readSwitchable("HardTanh", from: &reader) {
                    try HardTanh(
                        hardTanhMin: $0.windowLow, hardTanhMax: $0.windowHigh, name: $0.name, binaryType: type)
                }
            },
        ]
        for more in switchable { decoders.merge(more) { first, _ in first } }
        return decoders
    }

    private static func readSwitchable(
        _ className: String, from reader: inout ObjectReader, _ make: (StoredBinarization) throws -> Activation
    ) throws -> Activation {
        let start = reader.offset
        try reader.version(of: className)
        let stored = try StoredBinarization(from: &reader, name: "Binarize")
        let binaryMode = try reader.bool("binary_mode")
        let layer = try stored.configure(reader.checking(className, at: start) { try make(stored) }, &reader)
        layer.binaryMode = binaryMode || layer.binaryType == .bit
        return layer
    }

    func writeObjectData(to writer: inout ObjectWriter) throws {
        if isBinary != nil { writer.writeVersion(of: modelName) }
        writer.writeVersion(of: "Binarize")
        // The original's Sigmoid never learns its shape.
        writer.writeActivationLevel(self, shape: self is Sigmoid ? [] : inputShape)
        writer.write(hostOnly)
        writer.write(binarization.threshold)
        writer.write(binarization.windowLow)
        writer.write(binarization.windowHigh)
        if let isBinary { writer.write(isBinary) }
    }
}

/// The level `Binarize`.
private struct StoredBinarization {
    let name: String?
    let shape: Shape
    let shapeOffset: Int
    let hostOnly: Bool
    let threshold: Float
    let windowLow: Float
    let windowHigh: Float

    init(from reader: inout ObjectReader, name level: String) throws {
        try reader.version(of: level)
        shapeOffset = reader.offset
        (name, shape) = try reader.activationLevel()
        hostOnly = try reader.bool("host_only")
        threshold = try reader.float("binary_threshold")
        windowLow = try reader.float("hardtanh_min")
        windowHigh = try reader.float("hardtanh_max")
    }

    /// Sets in a new layer what its initialiser does not.
    func configure<Layer: Activation>(_ layer: Layer, _ reader: inout ObjectReader) throws -> Layer {
        layer.hostOnly = hostOnly
        layer.binarization.threshold = threshold
        layer.binarization.windowLow = windowLow
        layer.binarization.windowHigh = windowHigh
        if shape.rank > 0 { _ = try reader.checking("shape", at: shapeOffset) { try layer.setInputShape(shape) } }
        return layer
    }
}

extension Softmax: StorableModel {
    static var objectDecoders: [String: ObjectDecoder] { ["Softmax_fp32": { try read(from: &$0) }] }

    private static func read(from reader: inout ObjectReader) throws -> Softmax {
        try reader.version(of: "Softmax")
        let start = reader.offset
        let (name, shape) = try reader.activationLevel()
        let layer = Softmax(name: name)
        if shape.rank > 0 { _ = try reader.checking("shape", at: start) { try layer.setInputShape(shape) } }
        return layer
    }

    /// Without a shape, as the original writes it.
    func writeObjectData(to writer: inout ObjectWriter) throws {
        writer.writeVersion(of: "Softmax")
        writer.writeActivationLevel(self, shape: [])
    }
}
