import BinaryBrain

/// A data set: samples to learn from and samples to be judged by.
public struct Dataset: Sendable {
    /// Its name in the catalogue, or the path it was read from.
    public let name: String
    /// Samples to learn from.
    public let train: SampleSet
    /// Samples that the net never learns from.
    public let test: SampleSet
    /// Names of the classes; empty without labels.
    public let classNames: [String]

    /// Puts two splits together; throws unless samples and targets have the same shapes in both.
    public init(name: String, train: SampleSet, test: SampleSet, classNames: [String]) throws {
        guard train.shape == test.shape, train.targetShape == test.targetShape else {
            throw BrainError(
                .shape, what: name,
                why: "training samples are \(train.shape) → \(train.targetShape), "
                    + "test samples \(test.shape) → \(test.targetShape)",
                remedy: "give both splits the same shapes")
        }
        guard classNames.count == train.classCount else {
            throw BrainError(
                .parameter, what: name, why: "\(classNames.count) names for \(train.classCount) classes",
                remedy: "give each class one name")
        }
        self.name = name
        self.train = train
        self.test = test
        self.classNames = classNames
    }

    /// Shape of one sample.
    public var inputShape: Shape { train.shape }
    /// Shape of one target (see `SampleSet.targetShape`).
    public var targetShape: Shape { train.targetShape }
}
