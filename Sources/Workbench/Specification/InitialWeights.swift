import BinaryBrain

/// What some or all layers of an experiment begin with: what those of another net have learned (`initial` in its file).
public struct InitialWeights: Sendable, Hashable {
    /// A checkpoint or a net.
    public let file: ReferencedFile
    /// Names of layers, or their numbers in the table of layers; nil for all layers, in order.
    public let layers: [String]?

    /// Reads `{ from: FILE, layers: [first, 2] }`.
    init(_ value: SpecificationValue) throws {
        let fields = try value.fields(allowed: ["from", "layers", "sha256"], of: "initial")
        file = try ReferencedFile(
            "from", of: fields, in: value, example: "initial: { from: runs/…/step-00000620.bbwb }")
        layers = try fields["layers"].map { given in
            let names = try given.elements("layers").map { try $0.text() }
            guard !names.isEmpty, Set(names).count == names.count else {
                throw given.error(
                    "it names no layer, or one twice", "name each layer once, or leave layers out for all")
            }
            return names
        }
    }
}
