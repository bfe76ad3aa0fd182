import BinaryBrain
import Datasets
import Foundation

/// What a sweep has found so far: a row for each combination of values, with mean and spread over the seeds.
public struct SweepFigure: Sendable {
    /// Mean and spread of some values.
    public struct Spread: Sendable, Encodable {
        /// Their mean.
        public let mean: Double
        /// Their standard deviation (over n − 1); nil for a single value.
        public let deviation: Double?
        /// The least.
        public let lowest: Double
        /// The largest.
        public let highest: Double

        /// The spread of at least one value.
        init?(_ values: [Double]) {
            guard let lowest = values.min(), let highest = values.max() else { return nil }
            let mean = values.reduce(0, +) / Double(values.count)
            self.mean = mean
            self.lowest = lowest
            self.highest = highest
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            deviation = values.count > 1 ? (squares / Double(values.count - 1)).squareRoot() : nil
        }
    }

    /// One combination of values.
    public struct Row: Sendable {
        /// A value of each axis.
        public let values: [String]
        /// Frames an image becomes: the cycles that a pipelined circuit takes for it; nil unless they vary.
        public let oversampling: Int?
        /// Trainings that the figures are of: those that came to their end; if none did, those that were halted last.
        public let seeds: [UInt64]
        /// Trainings that were halted because others were better.
        public let halted: Int
        /// Whether the figures are of trainings that came to their end.
        public let isComplete: Bool
        /// The metric on the held-out part after the last epoch; nil if no training is done.
        public let metric: Spread?
        /// The loss on the held-out part after the last epoch.
        public let loss: Spread?
        /// The mean over the seeds of that loss after each epoch.
        public let lossCurve: MetricHistory
        /// The mean over the seeds of that metric after each epoch.
        public let metricCurve: MetricHistory
    }

    /// What the metric measures.
    public let metric: MetricKind
    /// The part of the data that the figures come from: validation, or the test set without one.
    public let part: DataPart
    /// What varies.
    public let axes: [SweepAxis]
    /// A row a combination, in the order of the tasks.
    public let rows: [Row]
    private let trainings: [(task: Sweep.Task, record: TaskRecord)]
    private let runsFolder: String

    /// The figure of the tasks that are done.
    public init(_ sweep: Sweep, _ trainings: [(task: Sweep.Task, record: TaskRecord)], runsFolder: String) {
        metric = sweep.metric
        part = sweep.part
        axes = sweep.axes
        self.trainings = trainings
        self.runsFolder = runsFolder
        let byValues = Dictionary(grouping: trainings) { $0.task.values }
        var known: Set<[String]> = []
        rows = sweep.tasks.map(\.values).filter { known.insert($0).inserted }.map { values in
            let selection = SweepSelection(byValues[values] ?? []) { $0.record }
            let own = selection.counted
            let last = own.map(\.record.last.heldOut)
            let curves = own.map(\.record.curve)
            return Row(
                values: values, oversampling: sweep.oversampling(of: values), seeds: own.map(\.task.seed),
                halted: selection.haltedCount, isComplete: selection.isComplete,
                metric: Spread(last.map(\.metric)), loss: Spread(last.map(\.loss)),
                lossCurve: Self.mean(curves) { $0.heldOut.loss }, metricCurve: Self.mean(curves) { $0.heldOut.metric })
        }
    }

    /// A row in a few words: `x7 learning_rate=0.01`.
    public func label(of row: Row) -> String {
        axes.isEmpty ? "all" : zip(axes, row.values).map { $0.label(of: $1) }.joined(separator: " ")
    }

    /// The mean of a value after each epoch that all trainings have.
    private static func mean(
        _ trainings: [[TaskRecord.Point]], of value: (TaskRecord.Point) -> Double
    ) -> MetricHistory {
        var history = MetricHistory()
        for index in 0..<(trainings.map(\.count).min() ?? 0) {
            let values = trainings.map { value($0[index]) }
            history.append(step: trainings[0][index].step, value: Float(values.reduce(0, +) / Double(values.count)))
        }
        return history
    }

    /// Every epoch of every training as comma-separated values, with headings.
    public var csv: String {
        let name = metric.name
        let figures = ["train_loss", "train_\(name)", "\(part.rawValue)_loss", "\(part.rawValue)_\(name)"]
        var lines = [(axes.map(\.name) + ["seed", "epoch", "step"] + figures + ["run"]).map(Self.quoted)]
        for (task, record) in trainings {
            for point in record.curve {
                let figures = [point.train.loss, point.train.metric, point.heldOut.loss, point.heldOut.metric]
                lines.append(
                    task.values.map(Self.quoted) + ["\(task.seed)", "\(point.epoch)", "\(point.step)"]
                        + figures.map { String($0) } + [Self.quoted("\(runsFolder)/\(record.run)")])
            }
        }
        return lines.map { $0.joined(separator: ",") + "\n" }.joined()
    }

    /// A cell by the rules of RFC 4180.
    static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
