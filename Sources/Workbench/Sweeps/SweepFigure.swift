import Datasets
import Foundation

/// What a sweep has found so far: a row an oversampling, with mean and spread over the seeds.
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

    /// One oversampling.
    public struct Row: Sendable {
        /// Frames an image becomes: the cycles that a pipelined circuit takes for it.
        public let oversampling: Int
        /// Trainings that are done.
        public let seeds: [UInt64]
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
    /// A row an oversampling, in the order of the sweep.
    public let rows: [Row]
    private let trainings: [(point: OversamplingSweep.Point, directory: RunDirectory, epochs: [JournalRecord.Epoch])]

    /// The figure of the points that are done.
    public init(_ sweep: OversamplingSweep, _ progress: [TrainingProgress]) {
        metric = sweep.metric
        part = sweep.part
        let trainings = zip(sweep.points, progress).compactMap { point, progress in
            if case .finished(let directory, let epochs) = progress { (point, directory, epochs) } else { nil }
        }
        self.trainings = trainings
        rows = sweep.oversamplings.map { size in
            let own = trainings.filter { $0.0.oversampling == size }
            let last = own.compactMap { $0.2.last?.heldOut }
            return Row(
                oversampling: size, seeds: own.map(\.0.seed), metric: Spread(last.map(\.metric)),
                loss: Spread(last.map(\.loss)), lossCurve: Self.mean(own.map(\.2)) { $0.heldOut.loss },
                metricCurve: Self.mean(own.map(\.2)) { $0.heldOut.metric })
        }
    }

    /// The mean of a value after each epoch that all trainings have.
    private static func mean(
        _ trainings: [[JournalRecord.Epoch]], of value: (JournalRecord.Epoch) -> Double
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
        let name = metric.rawValue
        var lines = [
            "oversampling,seed,epoch,step,train_loss,train_\(name),\(part.rawValue)_loss,\(part.rawValue)_\(name),run"
        ]
        for (point, directory, epochs) in trainings {
            for epoch in epochs {
                let figures = [epoch.train.loss, epoch.train.metric, epoch.heldOut.loss, epoch.heldOut.metric]
                let counts = ["\(point.oversampling)", "\(point.seed)", "\(epoch.epoch)", "\(epoch.step)"]
                let cells = counts + figures.map { String($0) } + [Self.quoted(directory.path)]
                lines.append(cells.joined(separator: ","))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// A cell by the rules of RFC 4180.
    private static func quoted(_ text: String) -> String {
        guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
