/// Reads the data of one object, after its header.
public typealias ObjectDecoder = @Sendable (inout ObjectReader) throws -> any Model

/// How a class of layers stands in `.bb_net` files.
///
/// The data of an object are the levels of the original's class, outermost first: each writes its version, then its parent's data,
/// then its members. `Model.writeObjectData` is what writes them.
public struct LayerFile: Sendable {
    /// The name with which its objects begin, without element types and number of inputs.
    public let level: String
    /// The versions of that level that are read; the last is written.
    public let versions: ClosedRange<Int>
    /// The version that checkpoints write; nil for the last: digests of runs, and so their replays, are of the net's bytes.
    public let versionOfCheckpoints: Int?
    /// A decoder for each object name that the class reads, such as `DifferentiableLut6_fp32_fp32`.
    public let decoders: [String: ObjectDecoder]

    /// A class with a decoder for each object name.
    public init(
        _ level: String, versions: ClosedRange<Int>, versionOfCheckpoints: Int? = nil, decoders: [String: ObjectDecoder]
    ) {
        self.level = level
        self.versions = versions
        self.versionOfCheckpoints = versionOfCheckpoints
        self.decoders = decoders
    }

    /// A class with one object name: `level`, with or without the type of its numbers behind it.
    public static func single(
        _ level: String, suffix: String = "", versions: ClosedRange<Int> = 1...1, versionOfCheckpoints: Int? = nil,
        _ read: @escaping ObjectDecoder
    ) -> LayerFile {
        LayerFile(
            level, versions: versions, versionOfCheckpoints: versionOfCheckpoints, decoders: [level + suffix: read])
    }

    /// A class whose object name ends in the type of the binary signals and that of the real ones.
    public static func byBinaryType(
        _ level: String, versions: ClosedRange<Int> = 1...1,
        _ read: @escaping @Sendable (inout ObjectReader, DType) throws -> any Model
    ) -> LayerFile {
        LayerFile(level, versions: versions, decoders: decoders(level, read))
    }

    /// A class of LUTs, with the number of inputs of a node behind its name.
    public static func byInputs(
        _ level: String, versions: ClosedRange<Int> = 1...1,
        _ read: @escaping @Sendable (inout ObjectReader, _ inputsPerNode: Int, DType) throws -> any Model
    ) -> LayerFile {
        var all: [String: ObjectDecoder] = [:]
        for inputs in 2...6 {
            all.merge(decoders("\(level)\(inputs)") { try read(&$0, inputs, $1) }) { first, _ in first }
        }
        return LayerFile(level, versions: versions, decoders: all)
    }

    /// A class of small perceptrons, with the numbers of inputs and hidden units behind its name.
    public static func byHiddenUnits(
        _ level: String, versions: ClosedRange<Int> = 1...1,
        _ read: @escaping @Sendable (inout ObjectReader, _ inputs: Int, _ hidden: Int, DType) throws -> any Model
    ) -> LayerFile {
        var all: [String: ObjectDecoder] = [:]
        for inputs in 2...6 {
            for hidden in 1...32 {
                let some = decoders("\(level)\(inputs)_\(hidden)") { try read(&$0, inputs, hidden, $1) }
                all.merge(some) { first, _ in first }
            }
        }
        return LayerFile(level, versions: versions, decoders: all)
    }

    private static func decoders(
        _ name: String, _ read: @escaping @Sendable (inout ObjectReader, DType) throws -> any Model
    ) -> [String: ObjectDecoder] {
        var decoders: [String: ObjectDecoder] = [:]
        for type in [DType.fp32, .bit] { decoders["\(name)_\(type.name)_fp32"] = { try read(&$0, type) } }
        return decoders
    }
}
