/// The rule that changes the parameters (manual §6.2.5), with the defaults of the manual's Python classes.
public enum OptimizerSpecification: Sendable, Hashable {
    /// Stochastic gradient descent.
    case sgd(learningRate: Double)
    /// AdaGrad.
    case adaGrad(learningRate: Double)
    /// Adam.
    case adam(learningRate: Double, beta1: Double, beta2: Double)

    /// Range of learning rates, in files and in commands.
    public static let learningRates = 1e-9...1e3

    /// The names in files, with the fields of each.
    static let fieldNames = [
        "SGD": ["learning_rate"], "AdaGrad": ["learning_rate"], "Adam": ["learning_rate", "beta1", "beta2"],
    ]

    /// Reads `Adam` or `Adam: { learning_rate: 0.001 }`.
    init(_ value: SpecificationValue) throws {
        let (name, given) = try value.nameAndFields("optimizer")
        let word = try name.choice(Self.fieldNames.keys.sorted())
        let fields = try given?.fields(allowed: Self.fieldNames[word] ?? [], of: word) ?? [:]
        let rate = try fields["learning_rate"]?.number(Self.learningRates)
        switch word {
        case "SGD": self = .sgd(learningRate: rate ?? 0.001)
        case "AdaGrad": self = .adaGrad(learningRate: rate ?? 0.01)
        default:
            self = .adam(
                learningRate: rate ?? 0.001, beta1: try fields["beta1"]?.number(0...0.999_999) ?? 0.9,
                beta2: try fields["beta2"]?.number(0...0.999_999) ?? 0.999)
        }
    }

    /// Numbers that it keeps for each parameter.
    var momentsPerParameter: Int {
        switch self {
        case .sgd: 0
        case .adaGrad: 1
        case .adam: 2
        }
    }

    /// The learning rate to begin with.
    public var learningRate: Double {
        switch self {
        case .sgd(let rate), .adaGrad(let rate), .adam(let rate, _, _): return rate
        }
    }
}
