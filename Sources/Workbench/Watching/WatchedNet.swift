import BinaryBrain
import Datasets

/// The net of a run that is looked at, as its newest checkpoint has it, and what is measured of it for whoever looks.
final class WatchedNet {
    private let directory: RunDirectory
    private let spec: ExperimentSpec
    private let loadDataset: @Sendable (ExperimentSpec) throws -> Dataset
    private var dataset: Dataset?
    private(set) var experiment: Experiment?
    private(set) var watch = Watch()
    /// The file that was read; nil before the first, and for a run that has saved nothing yet.
    private var path: String?
    private var hasTried = false
    private var nextLoad = ContinuousClock.now

    /// Reading checkpoints takes at most one part in this many of the time.
    private static let economy = 10
    private static let confusionSize = 512

    init(
        _ directory: RunDirectory, spec: ExperimentSpec,
        loadDataset: @escaping @Sendable (ExperimentSpec) throws -> Dataset
    ) {
        self.directory = directory
        self.spec = spec
        self.loadDataset = loadDataset
    }

    /// Whether a state is to be read: another one than the last, and some time after it.
    func isDue(_ newest: String?) -> Bool {
        (newest != path || !hasTried) && ContinuousClock.now >= nextLoad
    }

    /// Reads a state, or draws the one that the run began with.
    /// - Throws: `BrainError` if the data are not here, or the file has gone again.
    func load(_ newest: String?) throws {
        let start = ContinuousClock.now
        hasTried = true
        path = newest
        defer {
            let end = ContinuousClock.now
            nextLoad = end + max(.seconds(1), (end - start) * Self.economy)
        }
        let dataset = try dataset ?? loadDataset(spec)
        self.dataset = dataset
        let bytes = try newest.map { (path: $0, bytes: try CheckpointContainer.read($0)) }
        let training = try ExperimentTraining(
            spec, dataset: dataset, checkpoint: bytes, files: ReferenceFiles(copiesIn: directory))
        experiment = training.experiment
        let focus = watch.focus
        watch = Watch(of: training.experiment.body)
        watch.turn(to: focus)
        try look()
    }

    /// Measures what somebody looks at.
    /// - Returns: whether there is something new to show.
    func look(at focus: Focus) throws -> Bool {
        guard experiment != nil else { return false }
        watch.turn(to: focus)
        return try look()
    }

    @discardableResult
    private func look() throws -> Bool {
        guard let experiment else { return false }
        var hasNews = false
        if watch.hasNews {
            try watch.probe(experiment)
            watch.confusion = try confusion(experiment)
            hasNews = true
        }
        if watch.isInspectionDue(atRest: true) {
            try watch.inspect(experiment, atRest: true)
            hasNews = true
        }
        return hasNews
    }

    private func confusion(_ experiment: Experiment) throws -> ConfusionMatrix? {
        let set = experiment.data.heldOut
        let glimpse = experiment.evaluation(
            of: set, indices: ExperimentData.spread(Self.confusionSize, over: set.count), countsAnswers: true)
        while !glimpse.isDone { try glimpse.measureBatch(experiment) }
        return glimpse.confusion
    }
}
