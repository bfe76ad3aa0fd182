/// max(0, x) (manual §6.2.7.3); gradients pass where x > 0.
///
/// `binary true` turns it into a binarisation at 0 to −1/+1, with gradients where −1 < x < 1.
public final class ReLU: Activation {
    /// A layer that is not binary, unless its type is bit.
    /// - Throws: `BrainError` unless the binary type is fp32 or bit.
    public init(name: String? = nil, binaryType: DType = .fp32) throws {
        try super.init(
            Self.card, function: RectifiedLinear(), binarization: Binarization(), name: name,
            binaryType: binaryType)
    }
}

extension ReLU {
    /// What is known of the class.
    public static let card = LayerCard(
        "ReLU", "max(0, x)",
        formula: "y = max(0, x); in binary mode y = x > 0 ? +1 : −1",
        shapes: "any, kept",
        fields: [.layerName, .binType], commands: Activation.switchableCommands,
        file: .byBinaryType("ReLU") { reader, type in
            try readSwitchable("ReLU", from: &reader) { try ReLU(name: $0.name, binaryType: type) }
        }
    ) { fields in try ReLU(name: fields.name, binaryType: fields.binaryType) }
}
