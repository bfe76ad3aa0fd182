import BinaryBrain
import Foundation

/// What the tasks of a sweep have found, beside what their nets cost: how good, how large, how fast.
public struct SweepOutcome: Sendable {
    /// One task that has finished.
    public struct Training: Sendable {
        /// The task.
        public let task: Sweep.Task
        /// What it left.
        public let record: TaskRecord
        /// What its net costs; nil if that cannot be counted any more.
        public let cost: NetCost?
    }

    /// What a row is compared by, beside its metric.
    public enum Price: String, Sendable, CaseIterable {
        /// LUTs of the whole circuit.
        case luts
        /// Clock cycles an image.
        case cycles
        /// Speed of training.
        case imagesPerSecond = "images_per_second"

        /// What it is called in a picture.
        public var title: String {
            switch self {
            case .luts: "LUTs, all-in"
            case .cycles: "cycles per image"
            case .imagesPerSecond: "images/s in training"
            }
        }

        /// Whether more of it is better.
        public var moreIsBetter: Bool { self == .imagesPerSecond }
    }

    /// A curve over the seeds of a row: after each epoch that all of them have.
    public struct BandPoint: Sendable {
        /// Mini-batches trained.
        public let step: Int
        /// Over the seeds.
        public let metric: SweepFigure.Spread
    }

    /// One combination of values.
    public struct Row: Sendable {
        /// A value of each axis.
        public let values: [String]
        /// In a few words.
        public let label: String
        /// Trainings that the figures are of: those that came to their end; if none did, those that were halted last.
        public let seedCount: Int
        /// Trainings that were halted because others were better.
        public let halted: Int
        /// Whether the figures are of trainings that came to their end.
        public let isComplete: Bool
        /// The metric after the last epoch.
        public let metric: SweepFigure.Spread
        /// The metric after each epoch.
        public let band: [BandPoint]
        private let prices: [Price: SweepFigure.Spread]

        init(label: String, trainings all: [Training]) {
            let selection = SweepSelection(all, record: \.record)
            let trainings = selection.counted
            (halted, isComplete) = (selection.haltedCount, selection.isComplete)
            values = all[0].task.values
            self.label = label
            seedCount = trainings.count
            guard let metric = SweepFigure.Spread(trainings.map(\.record.last.heldOut.metric)) else {
                preconditionFailure("a row has trainings")
            }
            self.metric = metric
            let curves = trainings.map(\.record.curve)
            band = (0..<(curves.map(\.count).min() ?? 0)).compactMap { index in
                SweepFigure.Spread(curves.map { $0[index].heldOut.metric }).map {
                    BandPoint(step: curves[0][index].step, metric: $0)
                }
            }
            let costs = trainings.compactMap { $0.cost?.cost }
            prices = [
                .luts: SweepFigure.Spread(costs.map { Double($0.total) }),
                .cycles: SweepFigure.Spread(costs.map { Double($0.cycles) }),
                .imagesPerSecond: SweepFigure.Spread(trainings.map(\.record.imagesPerSecond)),
            ].compactMapValues { $0 }
        }

        /// A price over the seeds; nil if no net has it.
        public func price(_ kind: Price) -> SweepFigure.Spread? { prices[kind] }
    }

    /// The sweep.
    public let sweep: Sweep
    /// Tasks that have finished, by number.
    public let trainings: [Training]
    /// Combinations of which a task has finished, in order.
    public let rows: [Row]

    /// Counts what is not counted yet.
    /// - Throws: `BrainError` if a net cannot be read, or its count not be kept.
    public init(_ sweep: Sweep, _ records: [(task: Sweep.Task, record: TaskRecord)], in store: RunStore) throws {
        self.sweep = sweep
        trainings = try records.map { task, record in
            let run = RunDirectory(path: "\(store.path)/\(record.run)")
            return Training(task: task, record: record, cost: try NetCost.ofLastNet(of: run, step: record.last.step))
        }
        let byValues = Dictionary(grouping: trainings) { $0.task.values }
        var known: Set<[String]> = []
        rows = trainings.map(\.task.values).filter { known.insert($0).inserted }.map { values in
            let label = zip(sweep.axes, values).map { $0.label(of: $1) }.joined(separator: " ")
            return Row(label: label.isEmpty ? sweep.experiment : label, trainings: byValues[values] ?? [])
        }
    }

    /// The rows that no other beats in both: no other is as cheap and better, or cheaper and as good. By rising price. Rows of
    /// which every training was halted are left out: how good they would have become is not known.
    public func front(_ price: Price) -> [Row] {
        let priced = rows.filter(\.isComplete).compactMap { row in row.price(price).map { (row: row, price: $0.mean) } }
        let sign: Double = price.moreIsBetter ? -1 : 1
        let better = -sweep.metric.better.costSign
        let sorted = priced.filter { $0.row.metric.mean.isFinite }.sorted {
            (sign * $0.price, -better * $0.row.metric.mean) < (sign * $1.price, -better * $1.row.metric.mean)
        }
        var front: [(row: Row, price: Double)] = []
        for next in sorted where front.last.map({ better * next.row.metric.mean > better * $0.row.metric.mean }) ?? true
        {
            front.append(next)
        }
        return (price.moreIsBetter ? front.reversed() : front).map(\.row)
    }

    /// A line a task as comma-separated values, with headings.
    public var csv: String {
        let (part, metric) = (sweep.part.rawValue, sweep.metric.name)
        // Where epochs are measured on the test set, it is not measured apart.
        let isTestApart = sweep.part != .test
        let headings =
            ["task"] + sweep.axes.map(\.name) + [
                "seed", "epochs", "halted", "\(part)_loss", "\(part)_\(metric)", "best_epoch", "best_\(metric)",
            ] + (isTestApart ? ["test_\(metric)"] : []) + [
                "luts_all_in", "luts_nodes", "luts_encoder", "luts_head", "cycles", "images_per_second", "run",
            ]
        let lines = trainings.map { training -> [String] in
            let (record, cost) = (training.record, training.cost?.cost)
            let number = { (value: Int?) in value.map { String($0) } ?? "" }
            var cells = ["\(record.task)"] + training.task.values
            cells += ["\(record.seed)", "\(record.last.epoch)", record.isHalted == true ? "yes" : "no"]
            cells.append("\(record.last.heldOut.loss)")
            cells += ["\(record.last.heldOut.metric)", "\(record.best.epoch)", "\(record.best.heldOut.metric)"]
            if isTestApart { cells.append(record.test.map { "\($0.metric)" } ?? "") }
            cells += [cost?.total, cost?.nodes, cost?.encoder, cost?.head, cost?.cycles].map(number)
            return cells + ["\(record.imagesPerSecond)", record.run]
        }
        return ([headings] + lines).map { $0.map(SweepFigure.quoted).joined(separator: ",") + "\n" }.joined()
    }
}
