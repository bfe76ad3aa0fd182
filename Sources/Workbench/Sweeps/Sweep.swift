import BinaryBrain
import Datasets
import Foundation

/// The same experiment trained with every combination of some values, each with several seeds. With frames per image as its
/// values it is the manual's modulation figure (§1.4.3).
///
/// Every task is an ordinary run in the folder of runs; a task that has finished there is not trained again. The number of a task
/// depends on what the sweep was made from, and on nothing else: the first axis changes slowest, the seed fastest.
public struct Sweep: Sendable {
    /// One training.
    public struct Task: Sendable, Hashable {
        /// Its number, from 0.
        public let number: Int
        /// A value of each axis.
        public let values: [String]
        /// The seed of everything drawn.
        public let seed: UInt64
    }

    /// The experiment's name.
    public let experiment: String
    /// What the metric measures.
    public let metric: MetricKind
    /// The part of the data that epochs are measured on.
    public let part: DataPart
    /// What varies.
    public let axes: [SweepAxis]
    /// The seeds, the experiment's own first.
    public let seeds: [UInt64]
    /// All trainings, by number.
    public let tasks: [Task]
    /// Combinations that were drawn; nil for every combination.
    public let samples: Int?
    /// What is put over the experiment in every task.
    public let overrides: [SpecificationOverride]
    /// The experiment with these, as a file.
    public let specification: String
    /// SHA-256 of that.
    public var digest: String { SHA256Digest.hex(of: Array(specification.utf8)) }
    private let text: String
    private let source: String

    /// More tasks than this are no sweep but a slip.
    private static let taskLimit = 1_000_000

    /// Plans the trainings; throws if a value does not fit the experiment.
    /// - Parameters:
    ///   - samples: combinations that are drawn, by the experiment's seed; nil for every combination.
    ///   - seeds: how many; the experiment's own is the first, and each other is one more.
    public init(
        _ nameOrPath: String, axes: [SweepAxis], samples: Int? = nil, seeds: Int = 1,
        overrides: [SpecificationOverride] = []
    ) throws {
        let path = try ExperimentLibrary.path(of: nameOrPath)
        try self.init(
            yaml: ExperimentSpec.text(ofFile: path), source: path, axes: axes, samples: samples, seeds: seeds,
            overrides: overrides)
    }

    /// Plans the trainings of an experiment that is given as the text of a file.
    /// - Parameter source: what errors call it.
    /// - Throws: `BrainError` or `SpecificationError` if the text is no experiment, or a value does not fit it.
    public init(
        yaml: String, source: String, axes: [SweepAxis], samples: Int? = nil, seeds: Int = 1,
        overrides: [SpecificationOverride] = []
    ) throws {
        (text, self.source) = (yaml, source)
        let base = try ExperimentSpec(yaml: yaml, source: source, overrides: overrides)
        let fields = axes.flatMap(\.fields) + ["seed"]
        for (index, field) in fields.enumerated() where fields[..<index].contains(field) {
            throw SweepAxis.error(field, field == "seed" ? "seeds are an axis of their own" : "two axes change it")
        }
        if base.modulation == nil, axes.contains(where: \.isOversampling) {
            throw BrainError(
                .usage, what: "sweep of \(base.name)", why: "the experiment has no binary modulation",
                remedy: "add 'modulation: { train: 7 }' to its file")
        }
        if samples == nil, let axis = axes.first(where: { $0.range != nil }) {
            throw BrainError(
                .usage, what: "--over \(axis.name)", why: "a range has any number of values",
                remedy: "say how many combinations to draw, such as --samples 40")
        }
        // As numbers with a fraction, whose product cannot overflow.
        let count = (samples.map { [$0] } ?? axes.map(\.values.count)).reduce(Double(seeds)) { $0 * Double($1) }
        guard seeds >= 1, (1...Double(Self.taskLimit)).contains(count) else {
            throw BrainError(
                .usage, what: "sweep of \(base.name)", why: "\(String(format: "%.0f", count)) tasks are too many",
                remedy: "give fewer values, at most \(Self.taskLimit) tasks in all")
        }
        self.axes = axes
        self.overrides = overrides
        let numbers = (0..<UInt64(seeds)).map { base.seed &+ $0 }
        self.seeds = numbers
        experiment = base.name
        metric = base.metrics.kind
        part = base.split.validation == nil ? .test : .validation
        specification = base.yaml
        self.samples = samples
        let combinations: [[String]] =
            try samples.map { try SweepDraw(axes, seed: base.seed).combinations($0) }
            ?? axes.reduce([[]]) { heads, axis in heads.flatMap { head in axis.values.map { head + [$0] } }
            }
        tasks = combinations.flatMap { values in numbers.map { (values, $0) } }.enumerated().map {
            Task(number: $0, values: $1.0, seed: $1.1)
        }
        for values in probes { _ = try spec(values, seed: base.seed) }
    }

    /// Combinations in which each value is there once, the others at their first.
    private var probes: [[String]] {
        let first = axes.map { $0.probes[0] }
        return axes.indices.reduce(into: [first]) { probes, index in
            for value in axes[index].probes.dropFirst() {
                var values = first
                values[index] = value
                probes.append(values)
            }
        }
    }

    /// Loads the data and plans the net for each value, so that what cannot be trained is told now and not when its task begins.
    /// (What only certain combinations cannot do is still found by their tasks.)
    /// - Throws: `BrainError` of kind `.usage` that names the value.
    public func requireTrainable() throws {
        var loaded: (key: DataKey, dataset: Dataset)?
        for values in probes {
            do {
                let spec = try spec(values, seed: seeds[0])
                let key = DataKey(data: spec.data, columns: spec.columns)
                let dataset = try loaded.flatMap { $0.key == key ? $0.dataset : nil } ?? spec.loadUnsplitDataset()
                loaded = (key, dataset)
                try spec.requireTrainable(on: dataset)
            } catch let error as BrainError {
                throw refused(values, "\(error.what): \(error.why)", error.remedy)
            } catch let error as SpecificationError {
                throw refused(values, "\(error.field): \(error.why)", error.remedy)
            }
        }
    }

    private func refused(_ values: [String], _ why: String, _ remedy: String) -> BrainError {
        let setting = zip(axes, values).map { " \($0.name)=\($1)" }.joined()
        return BrainError(.usage, what: "sweep of \(experiment)\(setting)", why: why, remedy: remedy)
    }

    private struct DataKey: Hashable {
        let data: String
        let columns: TableColumns
    }

    /// What a task trains.
    /// - Throws: `BrainError` or `SpecificationError` if the values do not fit together, or a file that the experiment names has gone.
    public func spec(of task: Task) throws -> ExperimentSpec {
        try spec(task.values, seed: task.seed).withDigests()
    }

    private func spec(_ values: [String], seed: UInt64) throws -> ExperimentSpec {
        let own = zip(axes, values).flatMap { $0.overrides($1) }
        do {
            return try ExperimentSpec(
                yaml: text, source: source,
                overrides: overrides + own + [SpecificationOverride(path: "seed", value: String(seed))])
        } catch let error as SpecificationError where error.source == SpecificationOverride.source {
            // Overrides of one's own have been read without these: what is wrong now is a value of an axis.
            throw BrainError(.usage, what: "--over \(error.field)", why: error.why, remedy: error.remedy)
        }
    }

    /// A task in a few words: `x7 learning_rate=0.01 seed 3`.
    public func label(of task: Task) -> String {
        (zip(axes, task.values).map { $0.label(of: $1) } + ["seed \(task.seed)"]).joined(separator: " ")
    }

    /// The frames that an image becomes in a task; nil unless they vary.
    public func oversampling(of values: [String]) -> Int? {
        zip(axes, values).first { $0.0.isOversampling }.flatMap { Int($0.1) }
    }

    /// A task's values by field.
    public func settings(of values: [String]) -> [String: String] {
        Dictionary(zip(axes, values).map { ($0.name, $1) }) { $1 }
    }
}
