import BinaryBrain

/// A loss, a metric or an optimizer of an experiment file: its name and its fields.
public struct TrainingSpecification<Product>: Sendable, Hashable {
    /// Its name in files.
    public let name: String
    /// Its fields, those that the file does not give with their defaults.
    let values: [String: FieldValue]
    private let card: TrainingCard<Product>

    /// One of these fields; the others have their defaults.
    init(_ card: TrainingCard<Product>, _ values: [String: FieldValue] = [:]) {
        self.card = card
        name = card.name
        let standards = card.fields.compactMap { field in field.standard.map { (field.name, $0) } }
        self.values = values.merging(standards) { given, _ in given }
    }

    /// Reads `Adam` or `Adam: { learning_rate: 0.001 }`.
    init(_ value: SpecificationValue, among known: TrainingCards<Product>, _ owner: String) throws {
        let (name, given) = try value.nameAndFields(owner)
        let word = try name.choice(known.cards.map(\.name).sorted())
        guard let card = known.card(named: word) else { preconditionFailure("the name is one of those known") }
        let fields = try given?.fields(allowed: card.fields.map(\.name), of: word) ?? [:]
        var values: [String: FieldValue] = [:]
        for field in card.fields {
            guard let value = fields[field.name] else {
                guard field.isRequired else { continue }
                throw (given ?? name).error(
                    "\(word) needs \(field.name), which is missing",
                    "write \(word): { \(field.name): \(field.kind.example) }")
            }
            guard case .plain(let read) = try field.kind.read(value) else {
                preconditionFailure("\(word) holds no layers")
            }
            values[field.name] = read
        }
        self.init(card, values)
        do { _ = try card.make(self.values) } catch let reason as BrainError {
            throw (given ?? name).error("\(reason.what): \(reason.why)", reason.remedy)
        }
    }

    /// One that has seen nothing.
    func make() -> Product {
        guard let product = try? card.make(values) else { preconditionFailure("the fields were checked when read") }
        return product
    }

    public static func == (one: Self, other: Self) -> Bool { one.name == other.name && one.values == other.values }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(values)
    }
}

/// What the optimizer makes small (manual §6.2.10).
public typealias LossSpecification = TrainingSpecification<any LossFunction>
/// What tells a person how good the net is (manual §6.2.11).
public typealias MetricsSpecification = TrainingSpecification<any MetricsFunction>
/// The rule that changes the parameters (manual §6.2.9).
public typealias OptimizerSpecification = TrainingSpecification<any Optimizer>

extension LossSpecification {
    /// Cross-entropy after a softmax, for classes.
    static var softmaxCrossEntropy: Self { Self(LossSoftmaxCrossEntropy.card) }
    /// Mean squared error.
    static var meanSquaredError: Self { Self(LossMeanSquaredError.card) }

    /// Reads a loss that fits the target.
    init(_ value: SpecificationValue, target: ExperimentSpec.Target) throws {
        try self.init(value, among: TrainingRegistry.losses, "loss")
        if target == .input, make().comparison == .classes {
            throw value.error("\(name) needs classes, and 'target: input' has none", "use MeanSquaredError")
        }
    }
}

extension MetricsSpecification {
    /// Share of images whose class is right.
    static var categoricalAccuracy: Self { Self(MetricsCategoricalAccuracy.card) }
    /// Mean squared error.
    static var meanSquaredError: Self { Self(MetricsMeanSquaredError.card) }

    /// Reads a metric that fits the target.
    init(_ value: SpecificationValue, target: ExperimentSpec.Target) throws {
        try self.init(value, among: TrainingRegistry.metrics, "metrics")
        if target == .input, make().comparison == .classes {
            throw value.error("\(name) counts classes, and 'target: input' has none", "use MeanSquaredError")
        }
    }

    /// The kind of figure that it is.
    public var kind: MetricKind { make().metricsString == "accuracy" ? .accuracy : .mse }
}

extension OptimizerSpecification {
    /// Reads `Adam` or `Adam: { learning_rate: 0.001 }`.
    init(_ value: SpecificationValue) throws { try self.init(value, among: TrainingRegistry.optimizers, "optimizer") }

    /// The learning rate to begin with.
    public var learningRate: Double {
        if case .number(let rate)? = values["learning_rate"] { rate } else { Double(make().learningRate) }
    }
}
