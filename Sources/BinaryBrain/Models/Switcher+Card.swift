extension Switcher {
    public var card: LayerCard { Self.card }
    public var hardware: HardwareForm { .chain([currentModel]) }

    /// What is known of the class.
    public static let card = LayerCard(
        "Switcher", "one of several nets, chosen by a command",
        formula: "y = net(x), the net that switch_model chose",
        shapes: "that of the nets, all of which have the same output",

        fields: [
            LayerField(required: "model_dict", .models, "the nets and their names"),
            LayerField("init_model_name", .text, "the net at the beginning; without it the first"), .layerName,
        ],
        commands: [
            .word("switch_model", "the net in use") { (layer: Switcher, key: String) in try layer.switchModel(to: key) }
        ], states: [.layerName],
        file: .single("Switcher") { try read(from: &$0) }
    ) { fields in
        try Switcher(
            fields.models("model_dict"), initialModel: fields.optionalText("init_model_name"), name: fields.name)
    }

    private static func read(from reader: inout ObjectReader) throws -> Switcher {
        try reader.version(of: "Switcher")
        let current = try reader.string("current model")
        let countOffset = reader.offset
        let count = try reader.objectCount("number of models")
        var models: [(key: String, model: any Model)] = []
        for index in 0..<count {
            let start = reader.offset
            let key = try reader.string("name of model \(index)")
            let model = try reader.model("model \(index)")
            guard !models.contains(where: { $0.key == key }) else {
                throw reader.error("name of model \(index)", expected: "a new name", found: "'\(key)'", at: start)
            }
            models.append((key, model))
        }
        guard let chosen = models.firstIndex(where: { $0.key == current }) else {
            throw reader.error("current model", expected: "one of the models", found: "'\(current)'", at: countOffset)
        }
        return Switcher(restoring: models, current: chosen)
    }

    public func writeObjectData(to writer: inout ObjectWriter) throws {
        writer.writeVersion(of: "Switcher")
        writer.write(currentName)
        writer.write(models.count)
        for entry in models {
            writer.write(entry.key)
            try writer.write(model: entry.model)
        }
    }
}
