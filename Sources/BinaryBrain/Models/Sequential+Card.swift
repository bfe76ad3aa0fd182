extension Sequential {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .chain(layers) }

    /// What is known of the class.
    public static let card = LayerCard(
        "Sequential", "layers in series",
        formula: "y = layerₙ(… layer₂(layer₁(x)))",
        shapes: "that of the first layer → that of the last",

        fields: [LayerField(required: "model_list", .layers, "the layers, input first"), .layerName],
        file: .single("Sequential", versions: 1...2) { try read(from: &$0) }
    ) { fields in Sequential(try fields.layers("model_list").layers, name: fields.name) }

    private static func read(from reader: inout ObjectReader) throws -> Sequential {
        let version = try reader.version(of: "Sequential")
        let name = version == 1 ? nil : try readName(from: &reader)
        let count = try reader.objectCount("number of layers")
        var layers: [any Model] = []
        for index in 0..<count {
            let start = reader.offset
            let layer = try reader.model("layer \(index)")
            if let previous = layers.last, previous.outputShape.rank > 0, layer.inputShape.rank > 0,
                previous.outputShape.count != layer.inputShape.count
            {
                throw reader.error(
                    "layer \(index)", expected: "frames of \(previous.outputShape) as layer \(index - 1) puts out",
                    found: "a layer for frames of \(layer.inputShape)", at: start)
            }
            // Classes whose files carry no shape (Sigmoid, Softmax) take that of the signal.
            if let previous = layers.last, previous.outputShape.rank > 0, layer.inputShape.rank == 0 {
                try reader.checking("layer \(index)", at: start) { _ = try layer.setInputShape(previous.outputShape) }
            }
            layers.append(layer)
        }
        return Sequential(restoring: layers, name: name)
    }

    /// The name, as C++ or as Python writes it.
    ///
    /// C++ begins with the version of the Model level, 1, where Python begins with the length of the name. They look alike
    /// only for a name of one byte, so what follows decides: a count, and then an object if the count is not 0.
    private static func readName(from reader: inout ObjectReader) throws -> String? {
        var cpp = reader
        if (try? cpp.version(of: "Model")) == 1, let name = try? cpp.string("name") {
            var following = cpp
            if let count = try? following.objectCount("number of layers"), count == 0 || following.isAtObject {
                reader = cpp
                return name.isEmpty ? nil : name
            }
        }
        let name = try reader.string("name")
        return name.isEmpty ? nil : name
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        writer.writeVersion(of: "Sequential")
        switch writer.dialect {
        case .python: writer.write(name ?? "")
        case .cpp: writer.writeModelLevel(self)
        }
        writer.write(layers.count)
        for layer in layers { try writer.write(model: layer) }
    }
}
