import BinaryBrain
import Foundation

/// The manual's modulation figure (§1.4.3): the same net trained and tested at several oversamplings, each with several seeds.
///
/// Every point is an ordinary run in the folder of runs; a point that has finished there is not trained again.
public struct OversamplingSweep: Sendable {
    /// One training.
    public struct Point: Sendable {
        /// Frames an image becomes, in training and in the test.
        public let oversampling: Int
        /// The seed of everything drawn.
        public let seed: UInt64
        /// What is trained.
        public let spec: ExperimentSpec
    }

    /// How far a point has come.
    public enum Progress: Sendable {
        /// Not begun, or nothing of it was saved.
        case open
        /// Begun; training goes on from this checkpoint.
        case begun(checkpoint: String)
        /// A process is training it; nil if it cannot be said which.
        case taken(RunOwner?)
        /// Done: its folder, and its epochs.
        case finished(RunDirectory, [JournalRecord.Epoch])
    }

    /// The experiment's name.
    public let experiment: String
    /// What the metric measures.
    public let metric: MetricKind
    /// The oversamplings, in the order asked for.
    public let oversamplings: [Int]
    /// All trainings: each oversampling with all seeds, one after another.
    public let points: [Point]

    /// Plans the trainings; throws if the experiment has no modulation or a size is none.
    /// - Parameter seeds: how many; the experiment's own is the first, and each other is one more.
    public init(
        _ nameOrPath: String, oversamplings: [Int], seeds: Int, overrides: [SpecificationOverride] = []
    ) throws {
        let path = try ExperimentLibrary.path(of: nameOrPath)
        let base = try ExperimentSpec(named: path, overrides: overrides)
        guard base.modulation != nil else {
            throw BrainError(
                .usage, what: "sweep of \(base.name)", why: "the experiment has no binary modulation",
                remedy: "add 'modulation: { train: 7 }' to its file")
        }
        guard let largest = oversamplings.max(), let smallest = oversamplings.min(), smallest >= 1,
            largest <= RealToBinary.maximumModulationSize, Set(oversamplings).count == oversamplings.count
        else {
            throw BrainError(
                .usage, what: "--oversampling", why: "it is no list of different sizes from 1 on",
                remedy: "write --oversampling 1,3,7,15,31")
        }
        experiment = base.name
        metric = base.metrics.kind
        self.oversamplings = oversamplings
        points = try oversamplings.flatMap { size in
            try (0..<UInt64(seeds)).map { index in
                let seed = base.seed &+ index
                let settings = [("modulation.train", "\(size)"), ("modulation.test", "\(size)"), ("seed", "\(seed)")]
                    .map { SpecificationOverride(path: $0.0, value: $0.1) }
                return Point(
                    oversampling: size, seed: seed,
                    spec: try ExperimentSpec(named: path, overrides: overrides + settings).withDigests())
            }
        }
    }

    /// How far each point has come in a folder of runs: runs of exactly its specification, without steering, count.
    public func progress(in store: RunStore) -> [Progress] {
        var known: [String: [RunDirectory]] = [:]
        for directory in store.directories {
            guard let bytes = try? AtomicFile.read(directory.specPath) else { continue }
            known[String(decoding: bytes, as: UTF8.self), default: []].append(directory)
        }
        return points.map { point in
            let runs = (known[point.spec.yaml] ?? []).compactMap { directory in
                (try? Journal(contentsOf: directory.journalPath)).map { (directory, $0) }
            }.filter { !$0.1.isSteered }
            for (directory, journal) in runs where journal.end?.reason == .finished {
                return .finished(directory, epochs(of: directory, journal))
            }
            for (directory, journal) in runs where RunSummary.state(journal, directory) == .running {
                return .taken(journal.start?.owner)
            }
            for (directory, _) in runs {
                if let checkpoint = directory.newestCheckpoint() { return .begun(checkpoint: checkpoint) }
            }
            return .open
        }
    }

    /// All epochs of a run and of the runs that it went on from.
    private func epochs(of directory: RunDirectory, _ journal: Journal) -> [JournalRecord.Epoch] {
        let own = journal.records.compactMap { if case .epoch(let epoch) = $0 { epoch } else { nil } }
        guard let origin = journal.start?.origin?.path else { return own }
        let folder = RunDirectory(
            path: ((origin as NSString).deletingLastPathComponent as NSString).deletingLastPathComponent)
        guard folder.path != directory.path, let before = try? Journal(contentsOf: folder.journalPath) else {
            return own
        }
        let first = own.first?.epoch ?? .max
        return epochs(of: folder, before).filter { $0.epoch < first } + own
    }
}

extension Journal {
    /// Whether a command has changed what the specification says.
    var isSteered: Bool {
        records.contains { if case .command(let given) = $0 { given.isSteering } else { false } }
    }
}
