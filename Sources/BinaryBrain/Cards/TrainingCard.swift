/// What is to be known of a loss, a metric, an optimizer or an encoder in one place: its name and fields in experiment files, and how it is made
/// of them. `Product` is
/// `any LossFunction`, `any MetricsFunction`, `any Optimizer`, `any ThresholdRule` or `any ValueGenerator`.
public struct TrainingCard<Product>: Sendable {
    /// Its name in experiment files.
    public let name: String
    /// What it does, in a line.
    public let summary: String
    /// Its fields in experiment files.
    public let fields: [LayerField]
    private let maker: @Sendable (LayerArguments) throws -> Product

    /// A card.
    /// - Parameter make: makes one of its fields; what it throws is an error about them.
    public init(
        _ name: String, _ summary: String, fields: [LayerField] = [],
        make: @escaping @Sendable (LayerArguments) throws -> Product
    ) {
        self.name = name
        self.summary = summary
        self.fields = fields
        maker = make
    }

    /// One of these fields that has seen nothing yet; fields that are not given have their defaults.
    /// - Parameter defaultSeed: the seed of one that gives none.
    /// - Throws: `BrainError` if it does not take the values.
    public func make(_ values: [String: FieldValue] = [:], defaultSeed: UInt64 = 1) throws -> Product {
        try maker(LayerArguments(fields: fields, values: values, defaultSeed: defaultSeed))
    }
}

extension LayerField {
    /// The range of learning rates, in files and in commands.
    public static let learningRates = 1e-9...1e3

    /// How far a step goes.
    static func learningRate(_ standard: Double) -> LayerField {
        .number("learning_rate", learningRates, standard, "how far a step goes")
    }
    /// How fast parameters decay, as a share of the learning rate.
    static func weightDecay(_ standard: Double) -> LayerField {
        .number("weight_decay", 0...100, standard, "how fast parameters decay, as a share of the learning rate")
    }
    /// How much of the old mean a step of Adam keeps.
    static func share(_ name: String, _ standard: Double, of mean: String) -> LayerField {
        .number(name, 0...0.999_999, standard, "share of the old value that a step keeps in \(mean)")
    }
}
