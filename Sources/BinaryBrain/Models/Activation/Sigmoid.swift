/// 1 / (1 + e^−x) (manual §6.2.7.2); dx = dy y (1 − y).
///
/// `binary true` turns it into a binarisation at 0 to −1/+1, with gradients where −1 < x < 1.
public final class Sigmoid: Activation {
    /// A layer that is not binary, unless its type is bit.
    /// - Throws: `BrainError` unless the binary type is fp32 or bit.
    public init(name: String? = nil, binaryType: DType = .fp32) throws {
        try super.init(
            modelName: "Sigmoid", function: Logistic(), binarization: Binarization(), name: name,
            binaryType: binaryType)
    }
}
