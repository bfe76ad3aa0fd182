import Datasets

/// How a session runs, apart from what it trains.
public struct SessionOptions: Sendable {
    /// Folder of all runs; nil keeps nothing.
    public var runsFolder: String?
    /// A checkpoint to go on from.
    public var checkpointPath: String?
    /// Whether somebody watches: test samples, activation rates and test figures within an epoch are measured for the
    /// snapshots. They cost some time and leave no trace in the training.
    public var isWatched: Bool
    /// Called for every record of the journal, on the engine's queue.
    public var onRecord: (@Sendable (JournalRecord) -> Void)?
    /// Finds the data set of an experiment, as its files have it: the experiment splits and normalises it.
    public var loadDataset: @Sendable (ExperimentSpec) throws -> Dataset

    /// Options; `loadDataset` is for data that no file holds.
    public init(
        runsFolder: String? = "runs", checkpointPath: String? = nil, isWatched: Bool = true,
        onRecord: (@Sendable (JournalRecord) -> Void)? = nil,
        loadDataset: @escaping @Sendable (ExperimentSpec) throws -> Dataset = { try $0.loadUnsplitDataset() }
    ) {
        self.runsFolder = runsFolder
        self.checkpointPath = checkpointPath
        self.isWatched = isWatched
        self.onRecord = onRecord
        self.loadDataset = loadDataset
    }
}
