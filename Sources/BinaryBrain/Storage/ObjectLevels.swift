// What the files of most layers have in common.

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
                .shape, what: displayName, why: "its output is \(output), but the file says \(stored)",
                remedy: "use an intact copy")
        }
    }
}

extension ObjectReader {
    /// The level `Model`: the instance name, nil if it is empty.
    public mutating func modelLevel() throws -> String? {
        guard try version(of: "Model") == 1 else { return nil }
        let name = try string("name")
        return name.isEmpty ? nil : name
    }

    /// The beginning of most layers: the version of their class and the level `Model`; the instance name.
    public mutating func beginLayer(_ className: String) throws -> String? {
        try version(of: className)
        return try modelLevel()
    }

    /// Shape of an input frame, then of an output frame.
    public mutating func frameShapes() throws -> (input: Shape, output: Shape) {
        (try frameShape("input shape"), try frameShape("output shape"))
    }

    /// A layer whose level holds `host_only`, the shapes, and then what it is made of.
    /// - Parameters:
    ///   - settings: reads what it is made of.
    ///   - make: makes the layer of it.
    mutating func hostOnlyLayer<Settings, Layer: HostOnlySwitchable>(
        _ className: String, settings: (inout ObjectReader) throws -> Settings,
        make: (_ settings: Settings, _ name: String?, _ input: Shape, _ output: Shape) throws -> Layer
    ) throws -> Layer {
        let name = try beginLayer(className)
        let hostOnly = try bool("host_only")
        let start = offset
        let (input, output) = try frameShapes()
        let settings = try settings(&self)
        return try checking(className, at: start) {
            let layer = try make(settings, name, input, output)
            try layer.setInputShape(input, expecting: output)
            layer.hostOnly = hostOnly
            return layer
        }
    }

    /// The level `Activation`: the instance name and the shape of a frame, empty for some classes.
    public mutating func activationLevel() throws -> (name: String?, shape: Shape) {
        try version(of: "Activation")
        return (try modelLevel(), try shape("shape"))
    }

    /// An object that is any model.
    public mutating func model(_ field: String) throws -> any Model {
        let start = offset
        return try object(field) { reader, name in
            guard let decode = LayerRegistry.decoders[name] else {
                throw BrainError(
                    .format, what: "model file",
                    why: "byte \(start), \(field): there is no reader for objects of the class '\(name)'",
                    remedy: "use a net of the classes \(LayerRegistry.classNames.joined(separator: ", "))")
            }
            return try decode(&reader)
        }
    }
}

extension ObjectWriter {
    /// Appends the level `Model`.
    public mutating func writeModelLevel(_ model: any Model) {
        writeVersion(of: "Model")
        write(model.name ?? "")
    }

    /// Appends the beginning of most layers: the version of their class and the level `Model`; the version.
    /// - Throws: `BrainError` if the layer has no shape yet.
    @discardableResult
    public mutating func beginLayer(_ model: any Model) throws -> Int {
        guard model.inputShape.rank > 0 else { throw model.withoutShapeError }
        let version = writeVersion(of: FileVersions.level(ofObject: model.objectName))
        writeModelLevel(model)
        return version
    }

    /// The beginning of a layer's level, `host_only` and the shapes: what `hostOnlyLayer` reads.
    mutating func beginHostOnlyLayer(_ layer: some HostOnlySwitchable) throws {
        try beginLayer(layer)
        write(layer.hostOnly)
        writeFrameShapes(layer)
    }

    /// Appends the shape of an input frame, then of an output frame.
    public mutating func writeFrameShapes(_ model: any Model) {
        write(model.inputShape)
        write(model.outputShape)
    }

    /// Appends the level `Activation`.
    public mutating func writeActivationLevel(_ model: any Model, shape: Shape) {
        writeVersion(of: "Activation")
        writeModelLevel(model)
        write(shape)
    }

    /// Appends a model as an object.
    /// - Throws: `BrainError` if the format has no place for the model.
    public mutating func write(model: any Model) throws {
        try object(model.objectName) { try model.writeObjectData(to: &$0) }
    }
}

extension ObjectReader {
    /// An object that is a model of this class.
    public mutating func part<Part: Model>(_ field: String, _ type: Part.Type, nodes: Int? = nil) throws -> Part {
        let start = offset
        let model = try model(field)
        guard let part = model as? Part else {
            throw error(field, expected: "a \(Part.self)", found: "a \(model.modelName)", at: start)
        }
        if let nodes, part.inputShape.count != nodes {
            throw error(field, expected: "a layer for \(nodes) nodes", found: "\(part.inputShape)", at: start)
        }
        return part
    }
}
