/// One of two levels for each number (manual §6.2.7.1).
///
///     y = x > binaryThreshold ? binaryHigh : binaryLow        dx = hardTanhMin < x < hardTanhMax ? dy : 0
///
/// Levels −1/+1 and 0/1 come out packed, others as numbers. A layer of bit type always gives −1/+1. NaN, which is above nothing,
/// becomes the low level.
public final class Binarize: Activation {
    /// A layer with the defaults of the manual's Python class.
    /// - Throws: `BrainError` unless the binary type is fp32 or bit.
    public init(
        binaryThreshold: Float = 0, binaryLow: Float = -1, binaryHigh: Float = 1, hardTanhMin: Float = -1,
        hardTanhMax: Float = 1, name: String? = nil, binaryType: DType = .fp32
    ) throws {
        try super.init(
            Self.card, function: nil,
            binarization: Binarization(
                threshold: binaryThreshold, low: binaryLow, high: binaryHigh, windowLow: hardTanhMin,
                windowHigh: hardTanhMax),
            name: name, binaryType: binaryType)
    }

    public override var levelsBesideFiles: Binarization? { binaryType == .bit ? nil : binarization }

    /// The two levels, which files do not carry.
    public override var trainingState: [String: [UInt64]] {
        get {
            [
                "binary_low": [UInt64(binarization.low.bitPattern)],
                "binary_high": [UInt64(binarization.high.bitPattern)],
            ]
        }
        set {
            if let low = Self.level(newValue["binary_low"]) { binarization.low = low }
            if let high = Self.level(newValue["binary_high"]) { binarization.high = high }
        }
    }

    private static func level(_ words: [UInt64]?) -> Float? {
        guard let word = words?.first, let pattern = UInt32(exactly: word) else { return nil }
        let value = Float(bitPattern: pattern)
        return value.isFinite ? value : nil
    }
}

extension Binarize {
    /// What is known of the class.
    public static let card = LayerCard(
        "Binarize", "one of two levels for each number",
        formula: "y = x > binary_th ? binary_high : binary_low; gradients pass where hardtanh_min < x < hardtanh_max",
        shapes: "any, kept",

        fields: [
            .number("binary_th", 0, "the threshold"), .number("binary_low", -1, "the lower level"),
            .number("binary_high", 1, "the upper level"),
            .number("hardtanh_min", -1, "gradients pass above it"),
            .number("hardtanh_max", 1, "gradients pass below it"), .layerName, .binType,
        ],
        commands: [.hostOnly],
        states: [
            LayerState("binary_low", "binary_low", in: .layerBehind),
            LayerState("binary_high", "binary_high", in: .layerBehind),
        ],
        file: .byBinaryType("Binarize") { reader, type in
            let stored = try StoredBinarization(from: &reader, name: "Binarize")
            return try stored.configure(Binarize(name: stored.name, binaryType: type), &reader)
        }
    ) { fields in
        try Binarize(
            binaryThreshold: fields.number("binary_th"), binaryLow: fields.number("binary_low"),
            binaryHigh: fields.number("binary_high"), hardTanhMin: fields.number("hardtanh_min"),
            hardTanhMax: fields.number("hardtanh_max"), name: fields.name, binaryType: fields.binaryType)
    }
}
