/// Reads the data of one object, after its header.
typealias ObjectDecoder = @Sendable (inout ObjectReader) throws -> any Model

/// A model that `.bb_net` files can carry.
///
/// The data of an object are the levels of the original's class, outermost first: each writes its version, then its parent's
/// data, then its members.
protocol StorableModel: Model {
    /// A decoder for each object name that this class reads.
    static var objectDecoders: [String: ObjectDecoder] { get }

    /// Appends the data of the object, without its header.
    func writeObjectData(to writer: inout ObjectWriter) throws
}

extension Model {
    /// The error of a layer that has nothing to write yet.
    var withoutShapeError: BrainError {
        BrainError(
            .usage, what: "writing \(displayName)", why: "its input shape is not known yet",
            remedy: "call setInputShape before writing")
    }

    /// Sets the input shape of a layer that has just been read, and throws unless that gives the output shape in the file.
    func setInputShape(_ input: Shape, expecting stored: Shape) throws {
        let output = try setInputShape(input)
        guard output == stored else {
            throw BrainError(
                .shape, what: displayName, why: "its output is \(output), the file says \(stored)",
                remedy: "use an intact copy")
        }
    }
}

extension ObjectReader {
    /// The level `Model`: the instance name, nil if it is empty.
    mutating func modelLevel() throws -> String? {
        guard try version(of: "Model") == 1 else { return nil }
        let name = try string("name")
        return name.isEmpty ? nil : name
    }

    /// The beginning of most layers: the version of their class and the level `Model`; the instance name.
    mutating func beginLayer(_ className: String) throws -> String? {
        try version(of: className)
        return try modelLevel()
    }

    /// Shape of an input frame, then of an output frame.
    mutating func frameShapes() throws -> (input: Shape, output: Shape) {
        (try frameShape("input shape"), try frameShape("output shape"))
    }

    /// The level `Activation`: the instance name and the shape of a frame, empty for some classes.
    mutating func activationLevel() throws -> (name: String?, shape: Shape) {
        try version(of: "Activation")
        return (try modelLevel(), try shape("shape"))
    }

    /// An object that is any model.
    mutating func model(_ field: String) throws -> any Model {
        let start = offset
        return try object(field) { reader, name in
            guard let decode = ObjectRegistry.decoders[name] else {
                throw BrainError(
                    .format, what: "model file",
                    why: "byte \(start), \(field): there is no reader for objects of the class '\(name)'",
                    remedy: "use a net of the classes \(ObjectRegistry.classNames.joined(separator: ", "))")
            }
            return try decode(&reader)
        }
    }
}

extension ObjectWriter {
    /// Appends the level `Model`.
    mutating func writeModelLevel(_ model: any Model) {
        writeVersion(of: "Model")
        write(model.name ?? "")
    }

    /// Appends the beginning of most layers: the version of their class and the level `Model`; the version.
    /// - Throws: `BrainError` if the layer has no shape yet.
    @discardableResult
    mutating func beginLayer(_ model: any Model) throws -> Int {
        guard model.inputShape.rank > 0 else { throw model.withoutShapeError }
        let version = writeVersion(of: FileVersions.level(ofObject: model.objectName))
        writeModelLevel(model)
        return version
    }

    /// Appends the shape of an input frame, then of an output frame.
    mutating func writeFrameShapes(_ model: any Model) {
        write(model.inputShape)
        write(model.outputShape)
    }

    /// Appends the level `Activation`.
    mutating func writeActivationLevel(_ model: any Model, shape: Shape) {
        writeVersion(of: "Activation")
        writeModelLevel(model)
        write(shape)
    }

    /// Appends a model as an object.
    mutating func write(model: any Model) throws {
        guard let storable = model as? any StorableModel else {
            throw BrainError(
                .format, what: "writing \(model.displayName)",
                why: "the .bb_net format has no place for a \(model.modelName)",
                remedy: "use a net of the classes \(ObjectRegistry.classNames.joined(separator: ", "))")
        }
        try object(model.objectName) { try storable.writeObjectData(to: &$0) }
    }
}
