import BinaryBrain

extension LayerField.Kind {
    /// The value of a field of this kind.
    func read(_ value: SpecificationValue) throws -> LayerValue {
        switch self {
        case .shape: return .plain(.shape(try value.shape()))
        case .integer(let range): return .plain(.integer(try value.integer(range)))
        case .number(let range): return .plain(.number(try value.number(range)))
        case .flag: return .plain(.flag(try value.flag()))
        case .text: return .plain(.text(try value.text()))
        case .choice(let words): return .plain(.text(try value.spelling(of: words)))
        case .seed: return .plain(.seed(try value.seed()))
        case .connection: return .plain(.connection(try WireChoice(value)))
        case .thresholds: return .plain(.thresholds(try CardChoice(value)))
        case .numbers(let count): return .plain(.numbers(try value.numbers(count)))
        case .valueGenerator: return .plain(.valueGenerator(try .unlessPulseWidth(value)))
        case .trainedLayer: preconditionFailure("LayerSpecification reads it, with the digest beside it")
        case .planeSize: return .plain(.planeSize(try value.planeSize()))
        case .layers: return .layers(try Self.layers(value))
        case .models: return .models(try NamedLayers.list(value))
        case .branches: return .branches(try Self.branches(value))
        }
    }

    /// A list of branches, each a list of layers, which may be empty, or a single one.
    private static func branches(_ value: SpecificationValue) throws -> [[LayerSpecification]] {
        let branches = try value.elements("a list of branches").map { branch in
            if case .sequence(let layers) = branch.node, layers.isEmpty { return [] as [LayerSpecification] }
            return try layers(branch)
        }
        guard !branches.isEmpty else {
            throw value.error("there is no branch in it", "write \(Self.branches.example)")
        }
        return branches
    }

    /// A list of layers, or a single one.
    static func layers(_ value: SpecificationValue) throws -> [LayerSpecification] {
        guard case .sequence = value.node else { return [try LayerSpecification(value)] }
        let layers = try value.elements("a list of layers").map(LayerSpecification.init)
        guard !layers.isEmpty else {
            throw value.error("there is no layer in it", "write \(Self.layers.example)")
        }
        return layers
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
