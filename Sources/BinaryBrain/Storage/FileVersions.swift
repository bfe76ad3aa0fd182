/// The versions that the levels of objects in `.bb_net` files bear.
///
/// Each class of the original writes its own version first, then its parent's data, then its members. A level is read in each
/// of its versions and written in the last, which is that of BinaryBrain 4.3.2; Documentation/Original/Golden.md says from what each is
/// known.
public enum FileVersions {
    /// The versions of each level that are read; the last of them is written.
    public static var readable: [String: ClosedRange<Int>] {
        common.merging(LayerRegistry.contents.versions) { first, _ in first }.merging(
            EncoderRegistry.valueGenerators.map { ($0.objectName, 1...1) }
        ) { first, _ in first }
    }

    /// Those of the levels that objects have in common; a class of layers says its own on its card.
    static let common: [String: ClosedRange<Int>] = [
        objectHeader: 1...1, "Object": 0...0, "Model": 0...1, "Activation": 1...1,
        "Tensor": 1...1, "Tensor_": 1...1, "FrameBuffer": 1...1, "ConnectionTable": 1...1,
        "FixedSizeConnectionTable": 1...1,
    ]

    /// The level of the header that every object begins with.
    static let objectHeader = "object header"

    /// The level with which objects of this name begin: the name without element types and number of inputs.
    public static func level(ofObject name: String) -> String {
        if isKnown(name) { return name }
        let base = name.prefix { $0 != "_" }
        if base == "Tensor" { return "Tensor_" }
        if isKnown(String(base)) { return String(base) }
        return String(base.reversed().drop { $0.isNumber }.reversed())
    }

    private static func isKnown(_ level: String) -> Bool {
        known(level) != nil
    }

    private static func known(_ level: String) -> ClosedRange<Int>? {
        common[level] ?? LayerRegistry.contents.versions[level]
            ?? (EncoderRegistry.valueGenerator(ofObject: level) == nil ? nil : 1...1)
    }

    /// The versions of a level that are read.
    static func range(of level: String) -> ClosedRange<Int> {
        let level = self.level(ofObject: level)
        guard let range = known(level) else {
            preconditionFailure("no card has the level \(level)")
        }
        return range
    }
}
