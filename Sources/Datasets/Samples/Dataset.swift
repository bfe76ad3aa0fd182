import BinaryBrain

/// A data set: samples to learn from, samples to be judged by, and perhaps samples to choose by.
public struct Dataset: Sendable {
    /// Its name in the catalogue, or the path it was read from.
    public let name: String
    /// Samples to learn from.
    public let train: SampleSet
    /// Samples to choose by; nil if the test set serves for that too.
    public let validation: SampleSet?
    /// Names of the classes; empty without labels.
    public let classNames: [String]
    /// Names of what goes in and out, of data from a table; nil otherwise.
    public let columns: ColumnNames?
    /// What was done to the samples; nil if they are as the files have them.
    public private(set) var preparation: Preparation?
    private let ownTest: SampleSet?

    /// Puts the parts together; throws unless samples and targets have the same shapes in all.
    /// - Parameter test: nil if none comes with the data: then `split` must take one from the training samples.
    public init(
        name: String, train: SampleSet, validation: SampleSet? = nil, test: SampleSet?, classNames: [String],
        columns: ColumnNames? = nil
    ) throws {
        for (word, part) in [("validation", validation), ("test", test)] {
            guard let part, part.shape != train.shape || part.targetShape != train.targetShape else { continue }
            throw BrainError(
                .shape, what: name,
                why: "training samples are \(train.shape) → \(train.targetShape), "
                    + "\(word) samples \(part.shape) → \(part.targetShape)",
                remedy: "give all parts the same shapes")
        }
        guard classNames.count == train.classCount else {
            throw BrainError(
                .parameter, what: name, why: "\(classNames.count) names for \(train.classCount) classes",
                remedy: "give each class one name")
        }
        self.name = name
        self.train = train
        self.validation = validation
        ownTest = test
        self.classNames = classNames
        self.columns = columns
    }

    /// Samples that the net never learns from.
    public var test: SampleSet {
        guard let ownTest else { preconditionFailure("a data set without test samples is split before it is used") }
        return ownTest
    }

    /// Whether there are samples for the test.
    public var hasTest: Bool { ownTest != nil }

    /// Throws unless there are samples for the test.
    public func requireTest() throws {
        guard !hasTest else { return }
        throw BrainError(
            .parameter, what: "the data set \(name)", why: "it has no test samples",
            remedy:
                "put them there, or take some from its training samples with 'split: { test: 0.2 }' in the experiment")
    }

    /// The part that an epoch is measured on, and the best one chosen by.
    public var heldOutPart: DataPart { validation == nil ? .test : .validation }
    /// The samples of that part.
    public var heldOut: SampleSet { validation ?? test }

    /// The samples of a part; throws if there are none.
    public func samples(of part: DataPart) throws -> SampleSet {
        switch part {
        case .train: return train
        case .validation:
            if let validation { return validation }
            throw BrainError(
                .parameter, what: "the data set \(name)", why: "it has no validation part",
                remedy: "write 'split: { validation: 0.1 }' in the experiment, or choose test or train")
        case .test:
            try requireTest()
            return test
        }
    }

    /// The same with other samples in each part.
    func mapping(preparation: Preparation, _ change: (SampleSet) throws -> SampleSet) throws -> Dataset {
        var result = try Dataset(
            name: name, train: change(train), validation: validation.map(change), test: ownTest.map(change),
            classNames: classNames, columns: columns)
        result.preparation = preparation
        return result
    }

    /// Shape of one sample.
    public var inputShape: Shape { train.shape }
    /// Shape of one target (see `SampleSet.targetShape`).
    public var targetShape: Shape { train.targetShape }
}
