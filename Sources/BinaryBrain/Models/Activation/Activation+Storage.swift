// Binarize stores its binarisation; the others are Binarize to the original, and add the switch. The two levels are not
// stored.

extension Activation {
    static func readSwitchable(
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

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        if isBinary != nil { writer.writeVersion(of: modelName) }
        writer.writeVersion(of: "Binarize")
        writer.writeActivationLevel(self, shape: storedShape)
        writer.write(hostOnly)
        writer.write(binarization.threshold)
        writer.write(binarization.windowLow)
        writer.write(binarization.windowHigh)
        if let isBinary { writer.write(isBinary) }
    }
}

/// The level `Binarize`.
struct StoredBinarization {
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
