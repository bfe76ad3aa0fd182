import BinaryBrain
import Datasets
import Foundation

/// Quality over LUTs, from the records of a run that was pruned.
public struct PruningCurve: Sendable, Hashable {
    /// A measured epoch.
    public struct Point: Sendable, Hashable {
        /// Mini-batches trained since pruning began; 0 for the net as it was.
        public let step: Int
        /// LUTs of two inputs or more, after simplification.
        public let luts: Int
        /// Input bits that are read.
        public let inputs: Int
        /// On the held-out part.
        public let loss: Double
        /// On the held-out part.
        public let metric: Double
    }

    /// The points, in the order of the run.
    public let points: [Point]
    /// What the metric measures.
    public let kind: MetricKind
    /// What it was measured on.
    public let part: DataPart
    /// The experiment.
    public let name: String

    /// The curve of a run's newest checkpoint, which holds what came before it was resumed, too.
    /// - Parameter beginning: loss and metric of the net as it was before the first round; nil if they are not known.
    /// - Throws: `BrainError` if the run was not pruned.
    public init(
        ofCheckpoint path: String, dataset: Dataset, beginning: (loss: Double, metric: Double)? = nil
    ) throws {
        let checkpoint = try Checkpoint(decoding: CheckpointContainer.read(path), path: path)
        let spec = try ExperimentSpec(yaml: checkpoint.specification, source: path)
        let sizes = checkpoint.steering.compactMap { event in Size(event) }
        guard let first = sizes.first else {
            throw BrainError(
                .usage, what: "the curve of \(path)", why: "nothing was pruned in this run",
                remedy: "name a run of 'bbwb prune'")
        }
        var points: [Point] = []
        if let beginning {
            points.append(
                Point(
                    step: 0, luts: first.lutsBefore, inputs: first.inputsBefore, loss: beginning.loss,
                    metric: beginning.metric))
        }
        let (losses, metrics) = (checkpoint.histories.testLoss, checkpoint.histories.testMetric)
        for index in 0..<min(losses.count, metrics.count) {
            // What is pruned at the end of an epoch is not in that epoch's figures.
            guard let size = sizes.last(where: { $0.step < metrics[index].step }) else { continue }
            points.append(
                Point(
                    step: metrics[index].step, luts: size.luts, inputs: size.inputs, loss: Double(losses[index].value),
                    metric: Double(metrics[index].value)))
        }
        self.points = points
        kind = spec.metrics.kind
        part = dataset.heldOutPart
        name = spec.name
    }

    /// What an event of a pruning says.
    private struct Size {
        let step: Int
        let lutsBefore: Int
        let luts: Int
        let inputsBefore: Int
        let inputs: Int

        init?(_ event: SessionEvent) {
            guard event.text.hasPrefix("prune "),
                let found = event.text.firstMatch(of: #/: (\d+) LUTs become (\d+), (\d+) inputs (\d+);/#),
                let lutsBefore = Int(found.1), let luts = Int(found.2), let inputsBefore = Int(found.3),
                let inputs = Int(found.4)
            else { return nil }
            step = event.step
            self.lutsBefore = lutsBefore
            self.luts = luts
            self.inputsBefore = inputsBefore
            self.inputs = inputs
        }
    }

    /// A line a point, for spreadsheets.
    public var csv: String {
        let heading = "step,luts,inputs,\(part.rawValue)_loss,\(part.rawValue)_\(kind.name)"
        return ([heading] + points.map { "\($0.step),\($0.luts),\($0.inputs),\($0.loss),\($0.metric)" }).joined(
            separator: "\n") + "\n"
    }

    /// A line a point, for people.
    public var lines: [String] {
        points.map { point in
            let figure = String(format: "%.4f", point.metric)
            let bar = String(repeating: "━", count: Int((40 * min(1, max(0, share(point)))).rounded()))
            return "\(String(repeating: " ", count: max(0, 6 - "\(point.luts)".count)))\(point.luts) LUTs  "
                + "\(part.rawValue) \(kind.name) \(figure)  \(bar)"
        }
    }

    /// Where a point lies between nothing and the best.
    private func share(_ point: Point) -> Double {
        let best = points.map(\.metric).filter(\.isFinite).max() ?? 1
        return best > 0 && point.metric.isFinite ? point.metric / best : 0
    }
}
