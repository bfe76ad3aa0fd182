import BinaryBrain
import Foundation

@testable import TerminalUI
@testable import Workbench

/// A queue and a sweep as somebody might find them, the same every time.
enum QueueFixtures {
    private static var owner: RunOwner {
        var owner = RunOwner.current(isLocking: true)
        (owner.host, owner.process, owner.job, owner.boot) = ("node3", 4711, nil, "another")
        return owner
    }

    private static func entry(
        _ number: Int, _ name: String, _ work: QueueEntry.Work? = nil, isPaused: Bool = false,
        failures: [Int: String] = [:]
    ) -> QueueEntry {
        QueueEntry(
            number: number, work: work ?? .training(specification: "name: \(name)\n"), name: name,
            added: Fixtures.moment, order: Double(number), isPaused: isPaused, failures: failures)
    }

    private static func run(_ name: String, _ state: RunCondition, epoch: Int, accuracy: Double) -> RunSummary {
        let figures = JournalRecord.Measurement(loss: 1.6, metric: accuracy, kind: .accuracy)
        let last = JournalRecord.Epoch(
            epoch: epoch, step: epoch * 63, train: figures, heldOut: figures, part: .test, framesPerSecond: 1,
            imagesPerSecond: 1)
        return RunSummary(
            directory: RunDirectory(path: "runs/\(name)"), name: name, experiment: "mnist-lut-simple", data: "mnist-5k",
            seed: 1, began: Fixtures.moment, state: state, owner: owner, epoch: epoch, epochs: 10, step: epoch * 63,
            last: last, best: last, test: nil, steeringCount: 0)
    }

    private static func row(
        _ entry: QueueEntry, _ state: QueueStatus.State, done: Int = 0, count: Int = 1, run: RunSummary? = nil,
        owners: [RunOwner] = [], reason: String? = nil
    ) -> QueueStatus.Row {
        QueueStatus.Row(
            entry: entry, state: state, done: done, count: count, run: run,
            best: run?.best?.heldOut, owners: owners, reason: reason)
    }

    /// An entry of each kind, and a process at work.
    static var queue: QueueStatus {
        let reason = "reading the data set nowhere: there is no such folder: bbwb data list shows what there is"
        return QueueStatus(
            rows: [
                row(
                    entry(3, "mnist-lut-simple"), .finished, done: 1,
                    run: run("mnist-lut-simple/20231114_221320", .finished, epoch: 10, accuracy: 0.893)),
                row(
                    entry(1, "mnist-lut-best"), .running,
                    run: run("mnist-lut-best/20231115_080000", .running, epoch: 4, accuracy: 0.912), owners: [owner]),
                row(entry(2, "sizes", .sweep(name: "sizes", halving: nil)), .waiting, done: 3, count: 8),
                row(
                    entry(4, "mnist-lut-tiny", isPaused: true), .paused,
                    run: run("mnist-lut-tiny/20231115_070000", .interrupted, epoch: 2, accuracy: 0.71)),
                row(entry(5, "mnist-dense", failures: [0: reason]), .failed, reason: reason),
                row(entry(6, "mnist-lut-large"), .waiting),
            ], workers: [owner])
    }

    static var contents: QueueBrowser.Contents {
        var contents = QueueBrowser.Contents()
        contents.queue = queue
        return contents
    }

    // MARK: A sweep

    private static let experiment = """
        name: widths
        data: mnist-5k
        modulation: { train: 7, test: 7, method: pwm }
        net:
          - DifferentiableLut: { output_shape: [600] }
          - DifferentiableLut: { output_shape: [10] }
        loss: SoftmaxCrossEntropy
        metrics: CategoricalAccuracy
        optimizer: { Adam: { learning_rate: 0.001 } }
        batch_size: 64
        epochs: 2
        """

    /// A sweep of two seeds over two fields, of which most is done: a folder on the disk, read as the program does.
    static func sweep() throws -> SweepOverview {
        let folder = NSTemporaryDirectory() + "bbwb-sweeps-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let sweep = try makeSweep(in: folder)
        // The last combination is still to come, and of the one before it one seed is done.
        try finish(sweep, tasks: 0..<9, in: folder)
        let standing = try SweepStanding(place(folder))
        return SweepOverview(standing, try SweepOutcome(sweep, standing.records, in: RunStore(path: folder)))
    }

    private static func place(_ folder: String) -> SweepFolder {
        SweepFolder(store: RunStore(path: folder), name: "widths")
    }

    /// The sweep in a folder of runs, nothing of it trained.
    static func makeSweep(in folder: String) throws -> Sweep {
        let words = "--oversampling 1,7 --over net.0.DifferentiableLut.output_shape=[120],[600],[2400] --seeds 2"
        let sweep = try SweepRequest(parsing: words).sweep(ofText: experiment, source: "widths.yaml")
        try place(folder).take(for: sweep)
        return sweep
    }

    /// Leaves what tasks that have finished leave.
    static func finish(_ sweep: Sweep, tasks: Range<Int>, in folder: String) throws {
        for task in sweep.tasks[tasks] { try keep(task, of: sweep, in: place(folder)) }
    }

    private static func keep(_ task: Sweep.Task, of sweep: Sweep, in place: SweepFolder) throws {
        let width = [120, 600, 2400][task.number / 2 % 3]
        let isModulated = task.number >= 6
        let accuracy =
            [0.781, 0.842, 0.839][task.number / 2 % 3] + (isModulated ? 0.05 : 0) + (task.seed == 2 ? 0.004 : 0)
        let figures = JournalRecord.Measurement(loss: 1.7 - accuracy / 8, metric: accuracy, kind: .accuracy)
        let points = (1...2).map { TaskRecord.Point(epoch: $0, step: $0 * 63, train: figures, heldOut: figures) }
        let run = RunDirectory(path: "\(place.store.path)/widths/2023111\(task.number)_000000")
        try FileManager.default.createDirectory(atPath: run.path, withIntermediateDirectories: true)
        let cost = NetMeasurement.Cost(
            nodes: width + 10, encoder: 0, head: 60, cycles: isModulated ? 7 : 1, streams: false)
        try NetCost(step: 126, luts: width + 10, cost: cost).keep(in: run)
        try place.keep(
            TaskRecord(
                task: task.number, settings: sweep.settings(of: task.values), seed: task.seed,
                specification: TaskRecord.digest(of: sweep.spec(of: task)), run: run.shortName, part: "test",
                last: points[1], best: points[1], imagesPerSecond: 9000 - Double(width), curve: points))
    }

    /// The same, made once.
    static let knownSweepContents = (try? sweepContents()) ?? QueueBrowser.Contents()

    static func sweepContents() throws -> QueueBrowser.Contents {
        var contents = QueueBrowser.Contents()
        contents.sweeps = ["sizes", "widths"]
        contents.sweep = try sweep()
        return contents
    }
}
