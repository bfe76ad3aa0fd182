import BinaryBrain
import Datasets
import Foundation

/// Runs a past run again: the experiment as it was run, its seed, and each journaled command at its step; and compares all that
/// the journal has measured, and the state at every checkpoint and at the end, bit for bit.
///
/// What only decided when training ran (pause, step, resume) is left out; checkpoints that the run loaded are read from the
/// copies in its folder.
public final class Replay {
    /// What a comparison was of.
    public enum Subject: String, Sendable, Encodable {
        /// Loss and metric of an epoch.
        case epoch
        /// The state that a checkpoint saved.
        case checkpoint
        /// The state at the end of the run.
        case end
    }

    /// One comparison with the journal.
    public struct Comparison: Sendable, Encodable {
        /// What was compared.
        public var subject: Subject
        /// Mini-batches trained.
        public var step: Int
        /// Whether every bit is the same.
        public var isIdentical: Bool
        /// The state that the run recorded; nil for an epoch's figures.
        public var recorded: StateDigest?
        /// The state that the replay came to; nil for an epoch's figures.
        public var replayed: StateDigest?
    }

    /// What came out.
    public struct Outcome: Sendable, Encodable {
        /// Mini-batches trained again, those before a restart or a load included.
        public var trainedMiniBatches: Int
        /// Commands carried out.
        public var commands: Int
        /// All comparisons, in order.
        public var comparisons: [Comparison]
        /// The state in which the replay ended.
        public var digest: StateDigest
        /// Whether the last state that the run recorded, and all before it, came out again. False if it recorded none.
        public var isIdentical: Bool {
            comparisons.contains { $0.subject != .epoch } && comparisons.allSatisfy(\.isIdentical)
        }
        /// The first comparison that failed.
        public var firstDifference: Comparison? { comparisons.first { !$0.isIdentical } }
    }

    /// The run's folder.
    public let directory: RunDirectory
    /// What is trained.
    public let spec: ExperimentSpec
    /// The kernels that the run used; others may round otherwise.
    public let kernels: String
    private let journal: Journal
    private let start: JournalRecord.Start
    private let engine: ExperimentEngine
    private let measured: Locked<JournalRecord.Epoch?>
    private let loadDataset: @Sendable (String) throws -> Dataset
    private var trained = 0
    private var commands = 0
    private var comparisons: [Comparison] = []

    /// Reads the run; trains nothing yet.
    public init(
        _ directory: RunDirectory,
        loadDataset: @escaping @Sendable (String) throws -> Dataset = { try DatasetCatalog.load($0) }
    ) throws {
        self.directory = directory
        self.loadDataset = loadDataset
        journal = try Journal(contentsOf: directory.journalPath)
        guard let start = journal.start else {
            throw Self.error(directory, "its journal has no beginning", "replay a run that trained")
        }
        self.start = start
        kernels = start.kernels
        let text = String(decoding: try AtomicFile.read(directory.specPath), as: UTF8.self)
        spec = try ExperimentSpec(yaml: text, source: directory.specPath)
        let measured = Locked<JournalRecord.Epoch?>(nil)
        self.measured = measured
        let options = SessionOptions(
            runsFolder: nil, isWatched: false,
            onRecord: { record in
                if case .epoch(let epoch) = record { measured.withLock { $0 = epoch } }
            })
        engine = ExperimentEngine(
            spec: spec, options: options, mailbox: Mailbox(), focus: Locked(.overview),
            publisher: SnapshotPublisher(Snapshot(of: spec)), wake: {})
    }

    /// Mini-batches at the end of the run.
    public var lastStep: Int {
        journal.records.reduce(0) { max($0, $1.step ?? 0) }
    }

    /// Runs it all again.
    /// - Parameter onProgress: called now and then with the step.
    public func run(onProgress: (Int) -> Void = { _ in }) throws -> Outcome {
        try begin()
        for record in journal.records {
            try replay(record, onProgress)
            if engine.activity == .ended { break }
        }
        guard let experiment = engine.experiment else { throw gap("it holds nothing to run") }
        return Outcome(
            trainedMiniBatches: trained, commands: commands, comparisons: comparisons,
            digest: try experiment.checkpoint().digest)
    }

    private func begin() throws {
        let data = ExperimentData(dataset: try loadDataset(spec.data), target: spec.target)
        engine.keeper = try RunKeeper(base: nil, spec: spec, onRecord: engine.options.onRecord)
        if let origin = start.origin {
            let (path, bytes) = try kept(origin)
            engine.adopt(
                try Experiment(Checkpoint(decoding: bytes, path: path), spec: spec, data: data, path: path))
        } else {
            engine.adopt(try Experiment(spec: spec, data: data))
        }
    }

    private func replay(_ record: JournalRecord, _ onProgress: (Int) -> Void) throws {
        switch record {
        case .start, .message: break
        case .command(let step, let command, let loaded):
            try train(to: step, onProgress)
            try carryOut(command, loaded)
        case .epoch(let epoch):
            try train(to: epoch.step, onProgress)
            let again = try measureEpoch()
            comparisons.append(
                Comparison(subject: .epoch, step: epoch.step, isIdentical: again.hasSameFigures(as: epoch)))
        case .checkpoint(let saved):
            try train(to: saved.step, onProgress)
            try compare(.checkpoint, saved.step, saved.digest)
        case .end(let end):
            try train(to: end.step, onProgress)
            if let digest = end.digest { try compare(.end, end.step, digest) }
            engine.activity = .ended
        }
    }

    private func compare(_ subject: Subject, _ step: Int, _ recorded: StateDigest) throws {
        let replayed = try present().checkpoint().digest
        comparisons.append(
            Comparison(
                subject: subject, step: step, isIdentical: replayed == recorded, recorded: recorded, replayed: replayed)
        )
    }

    private func present() throws -> Experiment {
        guard let experiment = engine.experiment else { throw gap("it holds nothing to run") }
        return experiment
    }

    // MARK: Training

    private func train(to step: Int, _ onProgress: (Int) -> Void) throws {
        let experiment = try present()
        while experiment.progress.step < step {
            guard !experiment.progress.awaitsEvaluation else {
                throw gap("it tells of step \(step), and not of the end of the epoch at \(experiment.progress.step)")
            }
            try experiment.trainMiniBatch()
            trained += 1
            onProgress(experiment.progress.step)
        }
        guard experiment.progress.step == step else {
            throw gap("it goes back from step \(experiment.progress.step) to \(step)")
        }
    }

    private func measureEpoch() throws -> JournalRecord.Epoch {
        let experiment = try present()
        guard experiment.progress.awaitsEvaluation else {
            throw gap("it ends an epoch at step \(experiment.progress.step), where there is more to train")
        }
        engine.beginEpochEvaluation()
        while let evaluation = engine.evaluation {
            try evaluation.measureBatch(experiment)
            if evaluation.isDone { engine.complete(evaluation) }
        }
        guard let epoch = measured.withLock({ $0 }) else { preconditionFailure("a measured epoch is recorded") }
        return epoch
    }

    private func carryOut(_ command: Command, _ loaded: JournalRecord.KeptCheckpoint?) throws {
        guard command.changesState else { return }
        commands += 1
        if case .load = command {
            guard let loaded else { throw gap("it does not say which bytes '\(command)' found") }
            try engine.perform(.load(kept(loaded).path), on: present())
        } else {
            try engine.perform(command, on: present())
        }
    }

    /// The copy of a checkpoint that the run was given.
    private func kept(_ checkpoint: JournalRecord.KeptCheckpoint) throws -> (path: String, bytes: [UInt8]) {
        let path = checkpoint.file.map { "\(directory.path)/\($0)" } ?? checkpoint.path
        let bytes = try AtomicFile.read(path)
        guard SHA256Digest.hex(of: bytes) == checkpoint.sha256 else {
            throw Self.error(
                directory, "\(path) is not the file that the run read", "bring back the file of \(checkpoint.path)")
        }
        return (path, bytes)
    }

    // MARK: Errors

    private func gap(_ why: String) -> BrainError {
        Self.error(directory, "its journal has a gap: \(why)", "replay a run whose disk was never full")
    }

    private static func error(_ directory: RunDirectory, _ why: String, _ remedy: String) -> BrainError {
        BrainError(.format, what: "replaying \(directory.path)", why: why, remedy: remedy)
    }
}

extension JournalRecord {
    /// Mini-batches trained when it happened.
    var step: Int? {
        switch self {
        case .start(let start): start.step
        case .command(let step, _, _): step
        case .epoch(let epoch): epoch.step
        case .message(let event): event.step
        case .checkpoint(let saved): saved.step
        case .end(let end): end.step
        }
    }
}

extension JournalRecord.Epoch {
    /// Whether everything but the speed is the same, NaN included.
    func hasSameFigures(as other: Self) -> Bool {
        let figures = { (epoch: Self) in
            [epoch.train.loss, epoch.train.metric, epoch.test.loss, epoch.test.metric]
        }
        return epoch == other.epoch && step == other.step
            && zip(figures(self), figures(other)).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    }
}
