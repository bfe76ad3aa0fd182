/// 1 / (1 + e^−x) (manual §6.2.7.2); dx = dy y (1 − y).
///
/// `binary true` turns it into a binarisation at 0 to −1/+1, with gradients where −1 < x < 1.
public final class Sigmoid: Activation {
    /// A layer that is not binary, unless its type is bit.
    /// - Throws: `BrainError` unless the binary type is fp32 or bit.
    public init(name: String? = nil, binaryType: DType = .fp32) throws {
        try super.init(
            Self.card, function: Logistic(), binarization: Binarization(), name: name,
            binaryType: binaryType)
    }

    /// The original's Sigmoid never learns its shape.
    override var storedShape: Shape { [] }
}

extension Sigmoid {
    /// What is known of the class.
    public static let card = LayerCard(
        "Sigmoid", "1 / (1 + e^−x)",
        formula: "y = 1 / (1 + e^−x); in binary mode y = x > 0 ? +1 : −1",
        shapes: "any, kept",
        fields: [.layerName, .binType], commands: Activation.switchableCommands,
        file: .byBinaryType("Sigmoid") { reader, type in
            try readSwitchable("Sigmoid", from: &reader) { try Sigmoid(name: $0.name, binaryType: type) }
        }
    ) { fields in try Sigmoid(name: fields.name, binaryType: fields.binaryType) }
}
