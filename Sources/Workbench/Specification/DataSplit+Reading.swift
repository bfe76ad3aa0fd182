import Datasets

extension DataSplit {
    /// Reads `{ validation: 5000, test: 0.2, seed: 1 }`: whole numbers are samples, others parts of the training samples.
    init(_ value: SpecificationValue) throws {
        let fields = try value.fields(allowed: ["validation", "test", "seed"], of: "split")
        self.init(
            validation: try fields["validation"].map(Share.init), test: try fields["test"].map(Share.init),
            seed: try fields["seed"]?.seed() ?? 1)
        guard validation != nil || test != nil else {
            throw value.error("it holds out nothing", "write split: { validation: 0.1 }, or leave it out")
        }
        if case .fraction(let one)? = validation, case .fraction(let other)? = test, one + other >= 1 {
            throw value.error("it leaves nothing to learn from", "let the parts add up to less than 1")
        }
    }
}

extension DataSplit.Share {
    init(_ value: SpecificationValue) throws {
        if let text = value.node.scalar?.string, let fraction = Double(text), fraction > 0, fraction < 1 {
            self = .fraction(fraction)
            return
        }
        do { self = .count(try value.integer(1...Int(Int32.max))) } catch {
            throw value.error(
                "it is neither a number of samples nor a part of them",
                "write a whole number from 1, or one between 0 and 1"
            )
        }
    }
}

extension ExperimentSpec {
    /// The data set that this experiment names, as its files have it.
    /// - Throws: `BrainError` if there is no such data set, or its files are missing or damaged; it says how to get them.
    public func loadUnsplitDataset() throws -> Dataset { try DatasetCatalog.loadUnsplit(data, columns: columns) }

    /// The data set that this experiment names in its parts, prepared for the net.
    /// - Throws: `BrainError` as `loadUnsplitDataset()` does, or if the data cannot be split or normalised as the experiment says.
    public func loadDataset() throws -> Dataset { try prepared(loadUnsplitDataset()) }

    /// The parts of a data set, prepared for the net.
    /// - Parameter unsplit: the data set as its files have it.
    func prepared(_ unsplit: Dataset) throws -> Dataset {
        let parts = try split.applied(to: unsplit)
        return try normalization.applied(to: target == .segmentation ? parts.segmented() : parts)
    }
}
