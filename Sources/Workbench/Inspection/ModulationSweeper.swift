import BinaryBrain
import CSystem
import Datasets
import Foundation

/// Measures the weights of one moment at every oversampling of the ladder, on a thread of its own and on a copy of the net,
/// while training runs.
///
/// The thread is not one of Dispatch's: it runs at low priority, and a thread of Linux that has given up priority does not
/// get it back for the next work item. It also leaves the team of data-parallel threads to the training.
final class ModulationSweeper: Sendable {
    private struct State {
        var sweep: ModulationSweep?
        var isRunning = false
        /// The step of the weights that were last begun with.
        var step: Int?
        /// Counts the sweeps begun; an older one ends when it sees that it is overtaken.
        var generation = 0
        /// When the next sweep of newer weights may begin.
        var nextStart = ContinuousClock.now
    }

    private let state = Locked(State())
    private let onProgress: @Sendable (ModulationSweep) -> Void

    /// Test images of a point.
    private static let imageLimit = 1000
    private static let imagesPerBatch = 50
    /// Steps down from the priority of training (nice 0).
    private static let niceness: Int32 = 10
    /// A sweep rests for this many times as long as it took, at least `shortestRest`.
    private static let restFactor = 3
    private static let shortestRest = Duration.seconds(3)

    /// - Parameter onProgress: called with each batch measured, on the sweeper's thread.
    init(onProgress: @escaping @Sendable (ModulationSweep) -> Void) { self.onProgress = onProgress }

    /// The sweep so far.
    var sweep: ModulationSweep? { state.withLock { $0.sweep } }

    /// Stops what runs and forgets what was measured: the net is another, although no mini-batch was trained.
    func reset() { state.withLock { $0 = State(generation: $0.generation + 1) } }

    /// Begins to measure the net of `experiment` as it is now, unless that is being done or was done. While it trains on, a
    /// sweep is finished first, and followed by a rest; `atRest` neither is waited for.
    func beginIfDue(_ experiment: Experiment, atRest: Bool) throws {
        let step = experiment.progress.step
        let generation: Int? = state.withLock { state in
            let isBusy = state.isRunning || ContinuousClock.now < state.nextStart
            guard state.step != step, atRest || !isBusy else { return nil }
            state.isRunning = true
            state.step = step
            state.generation += 1
            return state.generation
        }
        guard let generation else { return }
        let old = state.withLock { $0.sweep }
        let images = min(Self.imageLimit, experiment.data.heldOut.count)
        var sweep = ModulationSweep(
            step: step, imagesPerPoint: images, lutCount: experiment.net.leaves.compactMap(\.lutCount).reduce(0, +),
            oversamplings: Command.modulationLadder)
        sweep.layersOfNumbers = experiment.net.layersOfNumbers.count
        if let old { sweep.points = old.points }
        let plan = Plan(
            image: try experiment.netImage(), dataset: experiment.data.dataset, spec: experiment.spec,
            indices: ExperimentData.spread(images, over: experiment.data.heldOut.count), sweep: sweep,
            generation: generation)
        let thread = Thread { [self] in
            _ = bb_set_thread_niceness(Self.niceness)
            Parallel.withoutHelpers { self.run(plan) }
        }
        thread.name = "bbwb-sweep"
        thread.start()
    }

    /// All that the thread needs, as values.
    private struct Plan: Sendable {
        var image: NetImage
        var dataset: Dataset
        var spec: ExperimentSpec
        var indices: [Int32]
        var sweep: ModulationSweep
        var generation: Int
    }

    private func run(_ plan: Plan) {
        var plan = plan
        let start = ContinuousClock.now
        do {
            let net = try plan.image.makeNet(seed: plan.spec.seed, path: "copy of the net")
            let data = ExperimentData(dataset: plan.dataset, target: plan.spec.target)
            for index in plan.sweep.points.indices {
                guard try measure(index, net, data, &plan) else { return }
            }
        } catch {
            plan.sweep.failure = String(describing: error)
            guard publish(plan) else { return }
        }
        let end = ContinuousClock.now
        state.withLock { state in
            guard state.generation == plan.generation else { return }
            state.isRunning = false
            state.nextStart = end + max(Self.shortestRest, (end - start) * Self.restFactor)
        }
    }

    /// Measures a point, batch by batch; false if the sweep is overtaken.
    private func measure(_ index: Int, _ net: any Model, _ data: ExperimentData, _ plan: inout Plan) throws -> Bool {
        let meter = Meter(loss: plan.spec.loss.make(), metrics: plan.spec.metrics.make())
        let squares = MetricsMeanSquaredError()
        try net.modulation?.setInferenceModulationSize(plan.sweep.points[index].oversampling)
        for start in stride(from: 0, to: plan.indices.count, by: Self.imagesPerBatch) {
            let end = min(plan.indices.count, start + Self.imagesPerBatch)
            let (x, t) = try data.batch(of: data.heldOut, samples: plan.indices[start..<end])
            let y = try net.forward(x, train: false)
            try meter.add(y, t)
            try squares.calculate(y, target: t)
            plan.sweep.points[index].step = plan.sweep.step
            plan.sweep.points[index].imageCount = end
            plan.sweep.points[index].loss = meter.loss
            plan.sweep.points[index].metric = meter.metric
            plan.sweep.points[index].meanSquaredError = squares.value
            guard publish(plan) else { return false }
        }
        return true
    }

    /// Shows what is measured so far; points of older weights stay until the newer come. False if the sweep is overtaken.
    private func publish(_ plan: Plan) -> Bool {
        let isCurrent = state.withLock { state in
            guard state.generation == plan.generation else { return false }
            state.sweep = plan.sweep
            return true
        }
        if isCurrent { onProgress(plan.sweep) }
        return isCurrent
    }
}
