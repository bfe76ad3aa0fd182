import Foundation

/// `.bb_net` files, the original's own format: a net with its wiring, weights, running statistics and switches.
///
/// Not in the file are what only training needs (optimizer, random state: see `Model.trainingState`) and gradients, which
/// a decoded model has as zeros.
public enum ModelFile {
    /// The file of a model whose input shape is set.
    /// - Parameter dialect: whose `Sequential` to write; the original's Python classes read only their own.
    /// - Throws: `BrainError` if the input shape is not set, or the format has no form for one of the layers.
    public static func encode(_ model: any Model, dialect: SequentialDialect = .python) throws -> Data {
        try encode(model, with: ObjectWriter(dialect: dialect))
    }

    /// The same as it stands in a checkpoint, where no class changes its layout: digests of runs are of these bytes.
    /// - Throws: `BrainError` if the input shape is not set, or the format has no form for one of the layers.
    public static func encodeForCheckpoint(_ model: any Model) throws -> Data {
        try encode(model, with: ObjectWriter(dialect: .python, isForCheckpoint: true))
    }

    private static func encode(_ model: any Model, with writer: ObjectWriter) throws -> Data {
        var writer = writer
        try writer.write(model: model)
        return Data(writer.bytes)
    }

    /// Throws, by the first bytes alone, if a file is none of these or begins with an unknown class.
    public static func checkHead(_ head: [UInt8]) throws {
        var reader = ObjectReader(head)
        try reader.object("model") { reader, name in
            guard LayerRegistry.decoders[name] == nil else { return }
            throw reader.error(
                "model", expected: "a class of model", found: "'\(name)'", at: 0)
        }
    }

    /// The model in a file, ready for `forward`.
    ///
    /// Throws a `BrainError` of kind `.format` for anything but an intact file of known classes; it says where and why.
    public static func decode(_ data: Data) throws -> any Model { try decode(ObjectReader(Array(data))) }

    /// The model that `encodeForCheckpoint` has written.
    /// - Throws: what `decode(_:)` throws.
    public static func decodeFromCheckpoint(_ data: Data) throws -> any Model {
        try decode(ObjectReader(Array(data), isFromCheckpoint: true))
    }

    private static func decode(_ reader: ObjectReader) throws -> any Model {
        var reader = reader
        let model = try reader.model("model")
        try reader.requireEnd("model")
        return model
    }
}
