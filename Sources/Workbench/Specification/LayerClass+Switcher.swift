import BinaryBrain

extension LayerClass {
    /// One of several nets, chosen by the command `switch_model`.
    static let switcher = LayerClass(
        name: "Switcher",
        fields: [
            LayerField(name: "model_dict", kind: .models, isRequired: true),
            LayerField(name: "init_model_name", kind: .text), .layerName,
        ]
    ) { fields in
        let first = fields.text("init_model_name", "")
        return try Switcher(fields.models("model_dict"), initialModel: first.isEmpty ? nil : first, name: fields.name)
    }
}

/// A net and the name that selects it.
struct NamedLayers: Sendable, Hashable {
    let name: String
    let layers: [LayerSpecification]

    /// Reads a mapping from names to a list of layers or a single one.
    static func list(_ value: SpecificationValue) throws -> [NamedLayers] {
        try value.members("nets and their names", example: LayerField.Kind.models.example).map {
            NamedLayers(name: $0.name, layers: try LayerField.Kind.layers($0.value))
        }
    }
}

extension LayerArguments {
    /// The nets of a field under their names, not yet connected.
    func models(_ name: String) throws -> [(key: String, model: any Model)] {
        guard case .models(let models) = values[name] else { return [] }
        return try models.map { entry in
            let layers = try entry.layers.map { try $0.makeModel(defaultSeed: defaultSeed) }
            return (entry.name, layers.count == 1 ? layers[0] : Sequential(layers))
        }
    }
}
