import BinaryBrain
import Foundation

/// What a row of a table of results has found so far.
public struct ResultFigure: Sendable {
    /// One training.
    public struct Training: Sendable {
        /// What is trained.
        public var spec: ExperimentSpec
        /// How far it has come.
        public var progress: TrainingProgress
        /// What the trained net answers and costs; nil until it is done.
        public var measurement: NetMeasurement?
        /// What it took; nil if that was not noted.
        public var time: TrainingTime?
        /// What it is as a circuit; nil if it was not made one.
        public var circuit: CircuitMeasurement?
    }

    /// What was asked for.
    public let row: ResultList.Row
    /// A training a seed.
    public let trainings: [Training]
    /// What the metric measures.
    public let metric: MetricKind

    /// Reads what the trainings of a row have left in a folder of runs.
    public init(_ row: ResultList.Row, in store: RunStore) {
        self.row = row
        metric = row.trainings.first?.metrics.kind ?? .accuracy
        trainings = zip(row.trainings, store.progress(of: row.trainings)).map { spec, progress in
            guard case .finished(let run, let epochs) = progress else {
                return Training(spec: spec, progress: progress)
            }
            let step = epochs.last?.step ?? 0
            return Training(
                spec: spec, progress: progress, measurement: NetMeasurement(keptIn: run, step: step),
                time: TrainingTime(of: run), circuit: CircuitMeasurement(keptIn: run, step: step))
        }
    }

    /// Trainings that are done and measured.
    public var finished: [Training] { trainings.filter { $0.measurement != nil } }

    /// Mean and spread over the seeds of the net as stored: on the test set, or on the samples that are held out.
    public var result: SweepFigure.Spread? {
        row.isHeldOut
            ? SweepFigure.Spread(finished.compactMap { $0.progress.epochs.last?.heldOut.metric }) : spread(of: "stored")
    }

    /// Mean and spread of a form's metric; nil if no net has the form.
    public func spread(of form: String) -> SweepFigure.Spread? {
        SweepFigure.Spread(finished.compactMap { $0.measurement?.metrics[form] })
    }

    /// Mean and spread of a figure of the circuit.
    public func cost(_ figure: (NetMeasurement.Cost) -> Int) -> SweepFigure.Spread? {
        SweepFigure.Spread(finished.compactMap { $0.measurement?.cost.map { Double(figure($0)) } })
    }

    /// Whether the goal is met by the mean over all seeds; nil without a goal, or as long as seeds are missing.
    public var isGoalMet: Bool? {
        guard let goal = row.goal, finished.count == trainings.count, let result else { return nil }
        let isGood = !metric.isBetter(goal.metric, than: result.mean)
        guard let luts = goal.luts else { return isGood }
        return cost(\.total).map { isGood && $0.highest <= Double(luts) } ?? false
    }

    /// The mean over the seeds of the metric after each epoch that all of them have.
    public var curve: MetricHistory {
        let all = trainings.map(\.progress.epochs).filter { !$0.isEmpty }
        var history = MetricHistory()
        for index in 0..<(all.map(\.count).min() ?? 0) {
            let values = all.map { $0[index].heldOut.metric }
            history.append(step: all[0][index].step, value: Float(values.reduce(0, +) / Double(values.count)))
        }
        return history
    }
}
