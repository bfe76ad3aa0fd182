import BinaryBrain

/// A field that a layer class takes in an experiment file, under its name in the manual's Python API.
struct LayerField: Sendable {
    /// What a field holds.
    enum Kind: Sendable {
        case shape
        case integer(ClosedRange<Int>)
        case number(ClosedRange<Double>)
        case flag
        case text
        case choice([String])
        case seed
        case planeSize
        case layers
        case models

        /// A value for error messages.
        var example: String {
            switch self {
            case .shape: return "[360]"
            case .integer(let range): return String(range.lowerBound)
            case .number: return "0.5"
            case .flag: return "true"
            case .text: return "first"
            case .choice(let words): return words[0]
            case .seed: return "1"
            case .planeSize: return "[3, 3]"
            case .layers: return "[DenseAffine: { output_shape: [32] }]"
            case .models: return "{ teacher: [ReLU], student: [Sigmoid] }"
            }
        }

        func read(_ value: SpecificationValue) throws -> LayerValue {
            switch self {
            case .shape: return .shape(try value.shape())
            case .integer(let range): return .integer(try value.integer(range))
            case .number(let range): return .number(try value.number(range))
            case .flag: return .flag(try value.flag())
            case .text: return .text(try value.text())
            case .choice(let words): return .text(try value.choice(words))
            case .seed: return .seed(try value.seed())
            case .planeSize: return .planeSize(try value.planeSize())
            case .layers: return .layers(try Self.layers(value))
            case .models: return .models(try NamedLayers.list(value))
            }
        }

        /// A list of layers, or a single one.
        static func layers(_ value: SpecificationValue) throws -> [LayerSpecification] {
            guard case .sequence = value.node else { return [try LayerSpecification(value)] }
            let layers = try value.elements("a list of layers").map(LayerSpecification.init)
            guard !layers.isEmpty else {
                throw value.error("there is no layer in it", "write \(Kind.layers.example)")
            }
            return layers
        }
    }

    let name: String
    let kind: Kind
    var isRequired = false

    static let outputShape = LayerField(name: "output_shape", kind: .shape, isRequired: true)
    static let connection = LayerField(name: "connection", kind: .choice(ConnectionRule.allCases.map(\.rawValue)))
    static let binType = LayerField(name: "bin_dtype", kind: .choice(["fp32", "bit"]))
    /// The type of the signals, under the name that the manual has for it in filters.
    static let forwardType = LayerField(name: "fw_dtype", kind: .choice(["fp32", "bit"]))
    static let layerName = LayerField(name: "name", kind: .text)
    static let seed = LayerField(name: "seed", kind: .seed)

    static func integer(_ name: String, _ range: ClosedRange<Int>) -> LayerField {
        LayerField(name: name, kind: .integer(range))
    }
    static func number(_ name: String, _ range: ClosedRange<Double> = -1e6...1e6) -> LayerField {
        LayerField(name: name, kind: .number(range))
    }
    static func flag(_ name: String) -> LayerField { LayerField(name: name, kind: .flag) }
    static func planeSize(_ name: String) -> LayerField { LayerField(name: name, kind: .planeSize) }
}

/// What a layer's factory gets: the fields of the file, and defaults for the others.
struct LayerArguments {
    let values: [String: LayerValue]
    let defaultSeed: UInt64

    var seed: UInt64 {
        if case .seed(let value) = values["seed"] { return value }
        return defaultSeed
    }
    var name: String? {
        if case .text(let value) = values["name"] { return value }
        return nil
    }
    var binaryType: DType { text("bin_dtype", "fp32") == "bit" ? .bit : .fp32 }
    var forwardType: DType { text("fw_dtype", "fp32") == "bit" ? .bit : .fp32 }

    func connection(_ standard: String = "random") throws -> ConnectionRule {
        try ConnectionRule(parsing: text("connection", standard))
    }

    func shape(_ name: String) -> Shape {
        if case .shape(let value) = values[name] { return Shape(value) }
        return []
    }
    func planeSize(_ name: String, _ standard: Int) -> PlaneSize {
        if case .planeSize(let value) = values[name] { return value }
        return PlaneSize(standard)
    }
    /// The layers of a field, in series, not yet connected.
    func layers(_ name: String) throws -> Sequential {
        guard case .layers(let layers) = values[name] else { return Sequential() }
        return Sequential(try layers.map { try $0.makeModel(defaultSeed: defaultSeed) })
    }
    func integer(_ name: String, _ standard: Int) -> Int {
        if case .integer(let value) = values[name] { return value }
        return standard
    }
    func number(_ name: String, _ standard: Double) -> Float {
        if case .number(let value) = values[name] { return Float(value) }
        return Float(standard)
    }
    func flag(_ name: String, _ standard: Bool) -> Bool {
        if case .flag(let value) = values[name] { return value }
        return standard
    }
    func text(_ name: String, _ standard: String) -> String {
        if case .text(let value) = values[name] { return value }
        return standard
    }
}
