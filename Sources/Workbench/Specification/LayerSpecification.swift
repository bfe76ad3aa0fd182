import BinaryBrain

/// The value of one field of a layer.
enum LayerValue: Sendable, Hashable {
    case plain(FieldValue)
    case layers([LayerSpecification])
    case models([NamedLayers])
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
        let given = try fields?.fields(allowed: card.fields.map(\.name), of: word) ?? [:]
        for field in card.fields {
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
    /// - Parameter defaultSeed: seed of a layer that gives none.
    func makeModel(defaultSeed: UInt64) throws -> any Model {
        guard let card = LayerRegistry.card(named: className) else {
            preconditionFailure("the class was checked when read")
        }
        let arguments = LayerArguments(
            fields: card.fields,
            values: values.compactMapValues { if case .plain(let value) = $0 { value } else { nil } },
            defaultSeed: defaultSeed,
            layers: { name in
                guard case .layers(let layers) = values[name] else { return [] }
                return try layers.map { try $0.makeModel(defaultSeed: defaultSeed) }
            },
            models: { name in
                guard case .models(let models) = values[name] else { return [] }
                return try models.map { entry in
                    (entry.name, try entry.layers.map { try $0.makeModel(defaultSeed: defaultSeed) })
                }
            })
        return try naming { try card.makeLayer(arguments) }
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
