/// A field that a class of layers takes in an experiment file, under its name in the manual's Python API.
public struct LayerField: Sendable {
    /// What a field holds.
    public enum Kind: Sendable, Hashable {
        /// Extents of the axes, or the only one.
        case shape
        /// A whole number in a range.
        case integer(ClosedRange<Int>)
        /// A finite number in a range.
        case number(ClosedRange<Double>)
        /// true or false.
        case flag
        /// Any word.
        case text
        /// One of a few words, which may begin with a capital.
        case choice([String])
        /// The seed of a generator.
        case seed
        /// Height and width, or one number for both.
        case planeSize
        /// A rule for wires, or how they learn.
        case connection
        /// A rule for the thresholds of a modulator, or a list of them.
        case thresholds
        /// Where the thresholds of a modulator are drawn from.
        case valueGenerator
        /// A layer of a trained net, as `FILE @LAYER`.
        case trainedLayer
        /// Some numbers, so many.
        case numbers(ClosedRange<Int>)
        /// Layers in series.
        case layers
        /// Nets under names.
        case models
        /// Lists of layers, each of which may be empty.
        case branches

        /// A value for error messages.
        public var example: String {
            switch self {
            case .shape: return "[360]"
            case .integer(let range): return String(range.lowerBound)
            case .number: return "0.5"
            case .flag: return "true"
            case .text: return "first"
            case .choice(let words): return words[0]
            case .seed: return "1"
            case .planeSize: return "[3, 3]"
            case .connection: return "{ learnable: { candidates: 4 } }"
            case .thresholds: return "[0.25, 0.5, 0.75]"
            case .valueGenerator: return "uniform"
            case .trainedLayer: return "best.bbwb @2"
            case .numbers: return "[0.25, 0.5, 0.75]"
            case .layers: return "[DenseAffine: { output_shape: [32] }]"
            case .models: return "{ teacher: [ReLU], student: [Sigmoid] }"
            case .branches: return "[[ReLU], [Sigmoid]]"
            }
        }
    }

    /// Its name in files.
    public let name: String
    /// What it holds.
    public let kind: Kind
    /// Whether a layer cannot be made without it.
    public let isRequired: Bool
    /// What a layer has that does not give it; nil if that follows from something else, or is nothing.
    public let standard: FieldValue?
    /// What it decides, in a few words; with its unit where it has one.
    public let meaning: String

    private init(_ name: String, _ kind: Kind, isRequired: Bool, _ standard: FieldValue?, _ meaning: String) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
        self.standard = standard
        self.meaning = meaning
    }

    /// A field that a layer may leave out, and then has this value.
    public init(_ name: String, _ kind: Kind, _ standard: FieldValue, _ meaning: String) {
        self.init(name, kind, isRequired: false, standard, meaning)
    }

    /// A field that a layer may leave out, with what follows from something else, or nothing.
    public init(_ name: String, _ kind: Kind, _ meaning: String) {
        self.init(name, kind, isRequired: false, nil, meaning)
    }

    /// A field that a layer must give.
    public init(required name: String, _ kind: Kind, _ meaning: String) {
        self.init(name, kind, isRequired: true, nil, meaning)
    }

    /// A whole number in a range.
    public static func integer(
        _ name: String, _ range: ClosedRange<Int>, _ standard: Int, _ meaning: String
    ) -> LayerField {
        LayerField(name, .integer(range), .integer(standard), meaning)
    }

    /// A number in a range.
    public static func number(
        _ name: String, _ range: ClosedRange<Double>, _ standard: Double, _ meaning: String
    ) -> LayerField {
        LayerField(name, .number(range), .number(standard), meaning)
    }

    /// A number of at most 10⁶.
    public static func number(_ name: String, _ standard: Double, _ meaning: String) -> LayerField {
        .number(name, -1e6...1e6, standard, meaning)
    }

    /// true or false.
    public static func flag(_ name: String, _ standard: Bool, _ meaning: String) -> LayerField {
        LayerField(name, .flag, .flag(standard), meaning)
    }

    /// One of a few words.
    public static func choice(_ name: String, _ words: [String], _ standard: String, _ meaning: String) -> LayerField {
        LayerField(name, .choice(words), .text(standard), meaning)
    }

    /// Height and width.
    public static func planeSize(_ name: String, _ standard: Int, _ meaning: String) -> LayerField {
        LayerField(name, .planeSize, .planeSize(PlaneSize(standard)), meaning)
    }

    /// The type of the signals, fp32 or bit, under one of the manual's two names for it.
    public static func signalType(_ name: String) -> LayerField {
        .choice(name, ["fp32", "bit"], "fp32", "type of binary signals: numbers −1 and +1 (0 and 1), or packed bits")
    }

    /// The shape of an output frame.
    public static let outputShape = LayerField(
        required: "output_shape", .shape, "shape of the output, a node an element")
    /// How the nodes of a layer of LUTs choose their inputs.
    public static func connection(_ standard: ConnectionRule = .random) -> LayerField {
        .choice(
            "connection", ConnectionRule.allCases.map(\.rawValue), standard.rawValue, "how nodes choose their inputs")
    }
    /// How the nodes of a layer of LUTs come to their wires, which may learn.
    public static let learnableConnection = LayerField(
        "connection", .connection, .connection(WireChoice()), "how nodes choose their inputs, or how these learn")
    /// Inputs of a node of a layer of LUTs.
    public static let inputsPerNode = LayerField.integer("N", 2...6, 6, "inputs of a node")
    /// Hidden units of a small perceptron.
    public static let hiddenUnits = LayerField.integer("M", 1...32, 16, "hidden units of a node")
    /// How a dense layer draws its parameters.
    public static let initializer = [
        LayerField.number("initialize_std", 0...1e6, 0.01, "deviation of the weights with initializer normal"),
        .choice("initializer", DenseInitializer.allCases.map(\.rawValue), "", "how the weights are drawn"),
    ]
    /// The type of binary signals.
    public static let binType = signalType("bin_dtype")
    /// The type of the signals, under the name that the manual has for it in filters.
    public static let forwardType = signalType("fw_dtype")
    /// Where the thresholds of a modulator are drawn from.
    public static let valueGenerator = LayerField(
        "value_generator", .valueGenerator, .valueGenerator(nil), "what thresholds are drawn from; pwm: they are fixed")
    /// The name of a layer, by which commands address it.
    public static let layerName = LayerField("name", .text, "what commands and screens call the layer")
    /// The seed of what a layer draws; that of the experiment if it is not given.
    public static let seed = LayerField("seed", .seed, "seed of what is drawn; without it, that of the experiment")

    static let momentumMeaning = "share of the old statistics that each step keeps"
    static let framewiseMeaning = "one threshold is drawn for a whole frame, not one for each value"
}

/// The value of a field that holds no layers.
public indirect enum FieldValue: Sendable, Hashable {
    /// Extents of the axes.
    case shape([Int])
    /// A whole number.
    case integer(Int)
    /// A number.
    case number(Double)
    /// true or false.
    case flag(Bool)
    /// A word.
    case text(String)
    /// A seed.
    case seed(UInt64)
    /// Height and width.
    case planeSize(PlaneSize)
    /// A rule for wires, or how they learn.
    case connection(WireChoice)
    /// Where the thresholds of a modulator lie.
    case thresholds(CardChoice<any ThresholdRule>)
    /// Where the thresholds of a modulator are drawn from; nil where they are not drawn.
    case valueGenerator(CardChoice<any ValueGenerator>?)
    /// Some numbers.
    case numbers([Float])
}
