/// What the optimizer makes small (manual §6.2.6).
public enum LossSpecification: String, Sendable, Hashable, CaseIterable {
    /// Cross-entropy after a softmax, for classes.
    case softmaxCrossEntropy = "SoftmaxCrossEntropy"
    /// Mean squared error.
    case meanSquaredError = "MeanSquaredError"

    /// Reads a name that fits the target.
    init(_ value: SpecificationValue, target: ExperimentSpec.Target) throws {
        let word = try value.choice(Self.allCases.map(\.rawValue))
        self = Self(rawValue: word) ?? .softmaxCrossEntropy
        if self == .softmaxCrossEntropy, target == .input {
            throw value.error("\(word) needs classes, and 'target: input' has none", "use MeanSquaredError")
        }
    }
}

/// What tells a person how good the net is (manual §6.2.7).
public enum MetricsSpecification: String, Sendable, Hashable, CaseIterable {
    /// Share of images whose class is right.
    case categoricalAccuracy = "CategoricalAccuracy"
    /// Mean squared error.
    case meanSquaredError = "MeanSquaredError"

    /// Reads a name that fits the target.
    init(_ value: SpecificationValue, target: ExperimentSpec.Target) throws {
        let word = try value.choice(Self.allCases.map(\.rawValue))
        self = Self(rawValue: word) ?? .categoricalAccuracy
        if self == .categoricalAccuracy, target == .input {
            throw value.error("\(word) counts classes, and 'target: input' has none", "use MeanSquaredError")
        }
    }

    /// The kind of figure that it is.
    public var kind: MetricKind { self == .categoricalAccuracy ? .accuracy : .mse }
}
