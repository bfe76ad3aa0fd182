import BinaryBrain
import Foundation

/// The curves of a run that is looked at: those of its newest checkpoint, and what its event file and its journal say of the
/// time after it.
struct RunCurves {
    /// What the newest state holds.
    private var base = Histories()
    private var batches: [(step: Int, loss: Float, metric: Float, time: Double)] = []
    private var epochs: [JournalRecord.Epoch] = []
    /// The curves as they are now.
    private(set) var histories = Histories()
    /// When the last mini-batches were trained, the newest last.
    private var times: [(step: Int, time: Double)] = []

    /// Seconds over which the speed is taken.
    private static let speedWindow = 5.0

    /// The newest mini-batch.
    var lastStep: Int { max(histories.trainLoss.last?.step ?? 0, histories.testLoss.last?.step ?? 0) }

    /// The event file goes on from a step: the mini-batches that come now replace those after it.
    mutating func restartBatches(at step: Int) {
        batches.removeAll { $0.step > step }
        times = []
        rebuild()
    }

    /// The journal says that training goes on from another state: its epochs so far, and what was read of states, no longer hold.
    mutating func restartEpochs() {
        epochs = []
        base = Histories()
        rebuild()
    }

    /// A state was read.
    mutating func take(_ base: Histories) {
        self.base = base
        rebuild()
    }

    mutating func add(_ epoch: JournalRecord.Epoch) {
        epochs.append(epoch)
        show(epoch)
    }

    mutating func add(step: Int, loss: Float, metric: Float, time: Double) {
        batches.append((step, loss, metric, time))
        show(batches[batches.count - 1])
        times.append((step, time))
        let start = times.firstIndex { $0.time >= time - Self.speedWindow } ?? 0
        times.removeFirst(min(start, times.count - 2 < 0 ? 0 : times.count - 2))
    }

    /// When a mini-batch was trained; nil for one that is not known.
    func time(at step: Int) -> Date? {
        batches.last { $0.step == step }.map { Date(timeIntervalSince1970: $0.time) }
    }

    /// Mini-batches a second over the last seconds; nil before there are two.
    var rate: Double? {
        guard let first = times.first, let last = times.last, last.time > first.time else { return nil }
        return Double(last.step - first.step) / (last.time - first.time)
    }

    private mutating func rebuild() {
        histories = base
        for batch in batches { show(batch) }
        for epoch in epochs { show(epoch) }
    }

    private mutating func show(_ batch: (step: Int, loss: Float, metric: Float, time: Double)) {
        guard batch.step > histories.trainLoss.last?.step ?? 0 else { return }
        histories.trainLoss.append(step: batch.step, value: batch.loss)
        histories.trainMetric.append(step: batch.step, value: batch.metric)
    }

    private mutating func show(_ epoch: JournalRecord.Epoch) {
        guard epoch.step > histories.testLoss.last?.step ?? 0 else { return }
        histories.testLoss.append(step: epoch.step, value: Float(epoch.heldOut.loss))
        histories.testMetric.append(step: epoch.step, value: Float(epoch.heldOut.metric))
    }
}
