import BinaryBrain
import Datasets
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

    /// The experiment's name.
    public let experiment: String
    /// What the metric measures.
    public let metric: MetricKind
    /// The part of the data that epochs are measured on.
    public let part: DataPart
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
                .usage, what: "--oversampling", why: "it is not a list of different sizes, each at least 1",
                remedy: "write --oversampling 1,3,7,15,31")
        }
        experiment = base.name
        metric = base.metrics.kind
        part = base.split.validation == nil ? .test : .validation
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
    public func progress(in store: RunStore) -> [TrainingProgress] { store.progress(of: points.map(\.spec)) }
}
