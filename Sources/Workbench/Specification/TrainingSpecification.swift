import BinaryBrain

extension CardChoice {
    /// Reads `Adam` or `Adam: { learning_rate: 0.001 }`.
    init(_ value: SpecificationValue, among known: [TrainingCard<Product>], _ owner: String) throws {
        let (name, given) = try value.nameAndFields(owner)
        let word = try name.choice(known.map(\.name).sorted())
        guard let card = known.first(where: { $0.name == word }) else {
            preconditionFailure("the name is one of those known")
        }
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
}

/// What the optimizer makes small (manual §6.2.10).
public typealias LossSpecification = CardChoice<any LossFunction>
/// What tells a person how good the net is (manual §6.2.11).
public typealias MetricsSpecification = CardChoice<any MetricsFunction>
/// The rule that changes the parameters (manual §6.2.9).
public typealias OptimizerSpecification = CardChoice<any Optimizer>

extension LossSpecification {
    /// Cross-entropy after a softmax, for classes.
    static var softmaxCrossEntropy: Self { Self(LossSoftmaxCrossEntropy.card) }
    /// Mean squared error.
    static var meanSquaredError: Self { Self(LossMeanSquaredError.card) }

    /// Reads a loss that fits the target.
    init(_ value: SpecificationValue, target: ExperimentSpec.Target) throws {
        try self.init(value, among: TrainingRegistry.losses.cards, "loss")
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
        try self.init(value, among: TrainingRegistry.metrics.cards, "metrics")
        if target == .input, make().comparison == .classes {
            throw value.error("\(name) counts classes, and 'target: input' has none", "use MeanSquaredError")
        }
        do { try kind.check() } catch let reason as BrainError {
            throw value.error("\(name) measures \(reason.what): \(reason.why)", reason.remedy)
        }
    }

    /// The kind of figure that it is.
    public var kind: MetricKind { make().kind }
}

extension OptimizerSpecification {
    /// Reads `Adam` or `Adam: { learning_rate: 0.001 }`.
    init(_ value: SpecificationValue) throws {
        try self.init(value, among: TrainingRegistry.optimizers.cards, "optimizer")
    }

    /// The learning rate to begin with.
    public var learningRate: Double {
        if case .number(let rate)? = values["learning_rate"] { rate } else { Double(make().learningRate) }
    }
}
