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
                .parameter, what: "HardTanh", why: "\(hardTanhMin) to \(hardTanhMax) is not a range",
                remedy: "choose a minimum below the maximum")
        }
        try super.init(
            Self.card, function: Clamp(low: hardTanhMin, high: hardTanhMax),
            binarization: Binarization(
                threshold: (hardTanhMin + hardTanhMax) / 2, windowLow: hardTanhMin, windowHigh: hardTanhMax),
            name: name, binaryType: binaryType)
    }
}

extension HardTanh {
    /// What is known of the class.
    public static let card = LayerCard(
        "HardTanh", "x between two bounds",
        formula:
            "y = min(max(x, hardtanh_min), hardtanh_max); in binary mode +1 above the middle of the bounds, else −1",
        shapes: "any, kept",

        fields: [
            .number("hardtanh_min", -1, "the lower bound"), .number("hardtanh_max", 1, "the upper bound"), .layerName,
            .binType,
        ],
        commands: Activation.switchableCommands,
        file: .byBinaryType("HardTanh") { reader, type in
            try readSwitchable("HardTanh", from: &reader) {
                try HardTanh(
                    hardTanhMin: $0.windowLow, hardTanhMax: $0.windowHigh, name: $0.name, binaryType: type)
            }
        }
    ) { fields in
        try HardTanh(
            hardTanhMin: fields.number("hardtanh_min"), hardTanhMax: fields.number("hardtanh_max"),
            name: fields.name, binaryType: fields.binaryType)
    }
}
