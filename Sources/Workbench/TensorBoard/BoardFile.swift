import BinaryBrain
import Foundation

/// The curves of a run as an event file, so that `tensorboard --logdir runs` shows them: loss and metric of each mini-batch, of
/// the test set after each epoch, and the speed.
final class BoardFile {
    private let file: AppendedFile
    private let metric: MetricKind
    private var unwritten = 0
    private var nextFlush = ContinuousClock.now
    /// Mini-batches between two writes, unless they take long: whoever watches the run wants to see its curves move.
    private static let batchSize = 64
    private static let longestWait = Duration.seconds(1)
    /// Bytes that may wait for room on the disk.
    private static let limit = 1 << 22

    /// Opens the file in a run's folder. Its name is that which TensorBoard looks for.
    init(in folder: String, metric: MetricKind, at time: Date) throws {
        self.metric = metric
        let name = "events.out.tfevents.\(Int(time.timeIntervalSince1970)).workbench"
        file = try AppendedFile(path: "\(folder)/\(name)", limit: Self.limit)
        file.add(BoardEvent(time: time, step: 0, content: .fileVersion).record)
    }

    /// A mini-batch was trained. Written some time later; a killed process loses the last ones.
    func add(step: Int, loss: Float, metric value: Float) {
        add(step, [("loss/train", loss), ("\(metric.name)/train", value)])
        unwritten += 1
        if unwritten >= Self.batchSize || ContinuousClock.now >= nextFlush { flush() }
    }

    /// An epoch was measured.
    func add(_ epoch: JournalRecord.Epoch) {
        add(
            epoch.step,
            [
                ("loss/\(epoch.part.rawValue)", Float(epoch.heldOut.loss)),
                ("\(metric.name)/\(epoch.part.rawValue)", Float(epoch.heldOut.metric)),
                ("speed/images_per_second", Float(epoch.imagesPerSecond)),
            ])
        flush()
    }

    /// The test set was measured beside the epochs.
    func add(_ test: JournalRecord.Test) {
        add(test.netStep, [("loss/test", Float(test.test.loss)), ("\(metric.name)/test", Float(test.test.metric))])
        flush()
    }

    /// Training continues from this step, after a restart or a checkpoint.
    func restart(at step: Int) {
        file.add(BoardEvent(time: Date(), step: step, content: .restart).record)
    }

    /// Writes what waits. What there is no room for goes on waiting; the journal, which suffers the same, says so.
    func flush() {
        unwritten = 0
        nextFlush = ContinuousClock.now + Self.longestWait
        try? file.flush()
    }

    /// Why it lacks something; nil if it is complete.
    var failure: BrainError? { file.failure }

    private func add(_ step: Int, _ scalars: [(tag: String, value: Float)]) {
        file.add(BoardEvent(time: Date(), step: step, content: .scalars(scalars)).record)
    }
}
