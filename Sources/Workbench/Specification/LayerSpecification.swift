import BinaryBrain

/// The value of one field of a layer.
enum LayerValue: Sendable, Hashable {
    case plain(FieldValue)
    case layers([LayerSpecification])
    case models([NamedLayers])
    case branches([[LayerSpecification]])
    case trained(TrainedLayer)
}

/// One layer of an experiment file: its class and the fields that the file gives.
public struct LayerSpecification: Sendable, Hashable {
    /// Class name, such as `DifferentiableLut`.
    public let className: String
    let values: [String: LayerValue]
    /// Its place, for errors that only show when the net is built.
    private let place: SpecificationError

    /// Reads `ClassName` or `ClassName: { field: value }`.
    init(_ value: SpecificationValue) throws {
        let (name, fields) = try value.nameAndFields("a layer")
        let word = try name.text()
        guard let card = LayerRegistry.card(named: word), card.insteadOfFields == nil else {
            throw name.error(
                "there is no layer class '\(word)'",
                NearestName.remedy(for: word, among: LayerRegistry.named.map(\.name)))
        }
        className = word
        place = name.error("", "")
        var read: [String: LayerValue] = [:]
        let namesFile = card.fields.contains { if case .trainedLayer = $0.kind { true } else { false } }
        let names = card.fields.map(\.name) + (namesFile ? ["sha256"] : [])
        let given = try fields?.fields(allowed: names, of: word) ?? [:]
        for field in card.fields {
            if case .trainedLayer = field.kind {
                if let fields, given[field.name] != nil {
                    read[field.name] = .trained(try TrainedLayer(field.name, of: given, in: fields))
                }
                continue
            }
            if let fieldValue = given[field.name] {
                read[field.name] = try field.kind.read(fieldValue)
            } else if field.isRequired {
                throw (fields ?? name).error(
                    "\(word) needs \(field.name), which is missing",
                    "write \(word): { \(field.name): \(field.kind.example) }")
            }
        }
        values = read
    }

    /// The layer, not yet connected.
    /// - Parameters:
    ///   - defaultSeed: seed of a layer that gives none.
    ///   - readNet: reads the files that layers are taken from; nil to draw those layers instead.
    func makeModel(defaultSeed: UInt64, readNet: NetReader? = nil) throws -> any Model {
        guard let card = LayerRegistry.card(named: className) else {
            preconditionFailure("the class was checked when read")
        }
        let arguments = LayerArguments(
            fields: card.fields,
            values: values.compactMapValues { value in
                switch value {
                case .plain(let value): value
                case .trained(let trained): readNet.map { _ in .text("\(trained.file.path) @\(trained.layer)") }
                case .layers, .models, .branches: nil
                }
            },
            defaultSeed: defaultSeed,
            layers: { name in
                guard case .layers(let layers) = values[name] else { return [] }
                return try layers.map { try $0.makeModel(defaultSeed: defaultSeed, readNet: readNet) }
            },
            models: { name in
                guard case .models(let models) = values[name] else { return [] }
                return try models.map { entry in
                    (entry.name, try entry.layers.map { try $0.makeModel(defaultSeed: defaultSeed, readNet: readNet) })
                }
            },
            branches: { name in
                guard case .branches(let branches) = values[name] else { return [] }
                return try branches.map { layers in
                    try layers.map { try $0.makeModel(defaultSeed: defaultSeed, readNet: readNet) }
                }
            },
            trained: { name in
                guard case .trained(let trained) = values[name], let readNet else {
                    preconditionFailure("the field was read as a layer of a file")
                }
                return (try readNet(trained.file).withinModulation, trained.layer)
            })
        return try naming { try card.makeLayer(arguments) }
    }

    /// The files that it and the layers inside it are taken from, in the order of their fields' names.
    var references: [ReferencedFile] {
        values.sorted { $0.key < $1.key }.flatMap { field -> [ReferencedFile] in
            switch field.value {
            case .plain: []
            case .trained(let trained): [trained.file]
            case .layers(let layers): layers.flatMap(\.references)
            case .models(let models): models.flatMap { $0.layers.flatMap(\.references) }
            case .branches(let branches): branches.flatMap { $0.flatMap(\.references) }
            }
        }
    }

    /// Runs `body`; an error of the engine in it becomes one that names this layer's place in the file.
    func naming<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let reason as BrainError {
            throw error("\(reason.what): \(reason.why)", reason.remedy)
        }
    }

    /// An error about this layer.
    func error(_ why: String, _ remedy: String) -> SpecificationError {
        var error = place
        error.field += ".\(className)"
        error.why = why
        error.remedy = remedy
        return error
    }
}
