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
            modelName: "Binarize", function: nil,
            binarization: Binarization(
                threshold: binaryThreshold, low: binaryLow, high: binaryHigh, windowLow: hardTanhMin,
                windowHigh: hardTanhMax),
            name: name, binaryType: binaryType)
    }

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
