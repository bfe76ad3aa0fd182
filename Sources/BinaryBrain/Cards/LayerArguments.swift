/// What a class of layers is made of: the fields that are given, and the defaults of the others.
///
/// Each value is asked for by the name and in the kind that the card says; anything else is a mistake in the card, and traps.
public struct LayerArguments {
    private let fields: [String: LayerField]
    private let values: [String: FieldValue]
    private let defaultSeed: UInt64
    private let makeLayers: (String) throws -> [any Model]
    private let makeModels: (String) throws -> [(key: String, layers: [any Model])]
    private let makeBranches: (String) throws -> [[any Model]]
    private let readTrained: (String) throws -> (net: any Model, layer: String)

    /// The values of some of `fields`.
    /// - Parameters:
    ///   - defaultSeed: the seed of a layer that gives none.
    ///   - layers: makes the layers of a field that holds some.
    ///   - models: makes the nets of a field that holds some, each as layers in series.
    ///   - branches: makes the nets of a field that holds some without names.
    ///   - trained: reads the trained net that a field names, and says which of its layers is meant.
    public init(
        fields: [LayerField], values: [String: FieldValue], defaultSeed: UInt64 = 1,
        layers: @escaping (String) throws -> [any Model] = { _ in [] },
        models: @escaping (String) throws -> [(key: String, layers: [any Model])] = { _ in [] },
        branches: @escaping (String) throws -> [[any Model]] = { _ in [] },
        trained: @escaping (String) throws -> (net: any Model, layer: String) = { name in
            throw BrainError(.usage, what: name, why: "nobody reads files here", remedy: "leave it out")
        }
    ) {
        self.fields = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0) })
        self.values = values
        self.defaultSeed = defaultSeed
        makeLayers = layers
        makeModels = models
        makeBranches = branches
        readTrained = trained
    }

    private func value(_ name: String) -> FieldValue? {
        guard let field = fields[name] else { preconditionFailure("the card has no field \(name)") }
        return values[name] ?? field.standard
    }

    /// The seed that is given, or the default one.
    public var seed: UInt64 {
        if case .seed(let value) = value("seed") { return value }
        return defaultSeed
    }

    /// The name that is given.
    public var name: String? { optionalText("name") }
    /// The field `bin_dtype`.
    public var binaryType: DType { text("bin_dtype") == "bit" ? .bit : .fp32 }
    /// The field `fw_dtype`.
    public var forwardType: DType { text("fw_dtype") == "bit" ? .bit : .fp32 }

    /// The field `connection`.
    /// - Throws: `BrainError` if there is no such rule.
    public func connection() throws -> ConnectionRule { try ConnectionRule(parsing: text("connection")) }

    /// A shape; empty if it is not given.
    public func shape(_ name: String) -> Shape {
        guard let value = value(name) else { return [] }
        guard case .shape(let extents) = value else { preconditionFailure("\(name) is no shape") }
        return Shape(extents)
    }

    /// A whole number.
    public func integer(_ name: String) -> Int {
        guard case .integer(let value) = value(name) else { preconditionFailure("\(name) has no whole number") }
        return value
    }

    /// A whole number; nil if it is not given.
    public func optionalInteger(_ name: String) -> Int? { value(name) == nil ? nil : integer(name) }

    /// Where the thresholds of a modulator lie.
    public func thresholds(_ name: String) -> any ThresholdRule {
        guard case .thresholds(let value) = value(name) else { preconditionFailure("\(name) is no rule") }
        return value.make(defaultSeed: defaultSeed)
    }

    /// Some numbers.
    public func numbers(_ name: String) -> [Float] {
        guard case .numbers(let value) = value(name) else { preconditionFailure("\(name) holds no numbers") }
        return value
    }

    /// The number of a field, in the range that its card gives.
    public func number(_ name: String) -> Float {
        guard case .number(let value) = value(name) else { preconditionFailure("\(name) has no number") }
        return Float(value)
    }

    /// A number; nil if it is not given.
    public func optionalNumber(_ name: String) -> Float? { value(name) == nil ? nil : number(name) }
    /// true or false.
    public func flag(_ name: String) -> Bool {
        guard case .flag(let value) = value(name) else { preconditionFailure("\(name) is no flag") }
        return value
    }

    /// A word.
    public func text(_ name: String) -> String {
        guard let text = optionalText(name) else { preconditionFailure("\(name) has no word") }
        return text
    }

    /// A word; nil if it is not given.
    public func optionalText(_ name: String) -> String? {
        guard let value = value(name) else { return nil }
        guard case .text(let text) = value else { preconditionFailure("\(name) is no word") }
        return text
    }

    /// Height and width.
    public func planeSize(_ name: String) -> PlaneSize {
        guard case .planeSize(let value) = value(name) else { preconditionFailure("\(name) is no size") }
        return value
    }

    /// The field `connection` of a layer whose wires may learn.
    public var wires: WireChoice {
        guard case .connection(let value) = value("connection") else { preconditionFailure("connection is no rule") }
        return value
    }

    /// A stream of the thresholds that the field `value_generator` chooses; nil for the pulse-width code.
    public var valueGenerator: (any ValueGenerator)? {
        guard case .valueGenerator(let choice) = value("value_generator") else {
            preconditionFailure("value_generator is no rule")
        }
        return choice?.make(defaultSeed: seedOrDefault)
    }

    private var seedOrDefault: UInt64 { fields["seed"] == nil ? defaultSeed : seed }

    /// The layer of a trained net that a field names as `FILE @LAYER`; nil if it is not given.
    /// - Throws: `BrainError` if there is no such file or layer, or it is not made of look-up tables.
    public func trainedLayer(_ name: String) throws -> (any SparseModel)? {
        guard let text = optionalText(name) else { return nil }
        func refusal(_ why: String, _ remedy: String) -> BrainError {
            BrainError(.parameter, what: "\(name): \(text)", why: why, remedy: remedy)
        }
        let (net, word) = try readTrained(name)
        let layers = net.leaves
        let found = Int(word).map { layers.indices.contains($0) ? layers[$0] : nil } ?? layers.first { $0.name == word }
        guard let layer = found else {
            throw refusal(
                "the net has no layer '\(word)'",
                "give a layer's name, or its number from 0 to \(layers.count - 1) in the table of layers")
        }
        guard let tables = layer.luts else {
            throw refusal("\(layer.displayName) is no layer of look-up tables", "name one that is")
        }
        return tables
    }

    /// The layers of a field in series, not yet connected.
    /// - Throws: `BrainError` if a layer cannot be made of its fields.
    public func layers(_ name: String) throws -> Sequential { Sequential(try makeLayers(name)) }

    /// The nets of a field under their names, not yet connected.
    /// - Throws: `BrainError` if a layer cannot be made of its fields.
    public func models(_ name: String) throws -> [(key: String, model: any Model)] {
        try makeModels(name).map { ($0.key, $0.layers.count == 1 ? $0.layers[0] : Sequential($0.layers)) }
    }

    /// The nets of a field without names, not yet connected.
    /// - Throws: `BrainError` if a layer cannot be made of its fields.
    public func branches(_ name: String) throws -> [Sequential] { try makeBranches(name).map { Sequential($0) } }
}
