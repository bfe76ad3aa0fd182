/// x between two bounds (manual §6.2.7.4); gradients pass inside the bounds.
///
/// `binary true` turns it into a binarisation to −1/+1 at the middle of the bounds, with the same gradients.
public final class HardTanh: Activation {
    /// A layer that is not binary, unless its type is bit.
    /// - Throws: `BrainError` unless min < max are finite and the binary type is fp32 or bit.
    public init(
        hardTanhMin: Float = -1, hardTanhMax: Float = 1, name: String? = nil, binaryType: DType = .fp32
    ) throws {
        guard hardTanhMin.isFinite, hardTanhMax.isFinite, hardTanhMin < hardTanhMax else {
            throw BrainError(
                .parameter, what: "HardTanh", why: "\(hardTanhMin) to \(hardTanhMax) is no range",
                remedy: "choose a minimum below the maximum")
        }
        try super.init(
            modelName: "HardTanh", function: Clamp(low: hardTanhMin, high: hardTanhMax),
            binarization: Binarization(
                threshold: (hardTanhMin + hardTanhMax) / 2, windowLow: hardTanhMin, windowHigh: hardTanhMax),
            name: name, binaryType: binaryType)
    }
}
