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
        /// Loss and metric of a measurement of the test set.
        case test
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
            comparisons.contains { $0.subject == .checkpoint || $0.subject == .end }
                && comparisons.allSatisfy(\.isIdentical)
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
    private let loadDataset: @Sendable (ExperimentSpec) throws -> Dataset
    /// The states of epochs whose nets are measured on the test set later, by their steps.
    private var states: [Int: Checkpoint] = [:]
    private var trained = 0
    private var commands = 0
    private var comparisons: [Comparison] = []

    /// Reads the run; trains nothing yet.
    /// - Throws: `BrainError` if the run has no experiment or no journal that can be read.
    public init(
        _ directory: RunDirectory,
        loadDataset: @escaping @Sendable (ExperimentSpec) throws -> Dataset = { try $0.loadUnsplitDataset() }
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
    }

    /// Mini-batches at the end of the run.
    public var lastStep: Int {
        journal.records.reduce(0) { max($0, $1.step ?? 0) }
    }

    /// Runs it all again.
    /// - Parameter onProgress: called now and then with the step.
    /// - Throws: `BrainError` if the run cannot be repeated: its data have gone, or a step fails.
    public func run(onProgress: (Int) -> Void = { _ in }) throws -> Outcome {
        let training = try begin()
        for record in journal.records {
            try replay(record, training, onProgress)
            if case .end = record { break }
        }
        return Outcome(
            trainedMiniBatches: trained, commands: commands, comparisons: comparisons, digest: try training.digest())
    }

    private func begin() throws -> ExperimentTraining {
        let dataset = try loadDataset(spec)
        return try ExperimentTraining(
            spec, dataset: dataset, checkpoint: start.origin.map(kept), files: ReferenceFiles(copiesIn: directory))
    }

    private func replay(
        _ record: JournalRecord, _ training: ExperimentTraining, _ onProgress: (Int) -> Void
    ) throws {
        switch record {
        case .start, .message: break
        case .command(let given):
            try train(training, to: given.step, onProgress)
            try carryOut(given, training)
        case .epoch(let epoch):
            try train(training, to: epoch.step, onProgress)
            guard training.awaitsMeasurement else {
                throw gap("it ends an epoch at step \(training.step), where there is more to train")
            }
            let again = try training.measureEpoch()
            comparisons.append(
                Comparison(subject: .epoch, step: epoch.step, isIdentical: again.isIdentical(to: epoch)))
            try keepState(training)
        case .test(let test):
            try train(training, to: test.step, onProgress)
            // The net of an epoch of the run before this one is not among what is trained here.
            if test.netStep < test.step, test.netStep <= start.step { break }
            let again = try measureTest(test, training)
            comparisons.append(
                Comparison(subject: .test, step: test.step, isIdentical: again.hasSameFigures(as: test)))
        case .checkpoint(let saved):
            try train(training, to: saved.step, onProgress)
            try compare(.checkpoint, training, saved.step, saved.digest)
        case .end(let end):
            try train(training, to: end.step, onProgress)
            if let digest = end.digest { try compare(.end, training, end.step, digest) }
        }
    }

    private func compare(
        _ subject: Subject, _ training: ExperimentTraining, _ step: Int, _ recorded: StateDigest
    ) throws {
        let replayed = try training.digest()
        comparisons.append(
            Comparison(
                subject: subject, step: step, isIdentical: replayed == recorded, recorded: recorded, replayed: replayed)
        )
    }

    // MARK: Training

    private func train(_ training: ExperimentTraining, to step: Int, _ onProgress: (Int) -> Void) throws {
        while training.step < step {
            guard !training.awaitsMeasurement else {
                throw gap("it records step \(step), but not the end of the epoch at \(training.step)")
            }
            try training.trainMiniBatch()
            trained += 1
            onProgress(training.step)
        }
        guard training.step == step else { throw gap("it goes back from step \(training.step) to \(step)") }
    }

    /// Keeps the present state if its net is measured on the test set later.
    private func keepState(_ training: ExperimentTraining) throws {
        let isWanted = journal.records.contains {
            if case .test(let test) = $0 { test.netStep == training.step && test.step > training.step } else { false }
        }
        if isWanted { states[training.step] = try training.experiment.checkpoint() }
    }

    private func measureTest(
        _ test: JournalRecord.Test, _ training: ExperimentTraining
    ) throws -> JournalRecord.Test {
        if test.netStep == test.step { return try training.measureTest() }
        guard let state = states[test.netStep] else {
            throw gap("it does not record the epoch at step \(test.netStep), whose net was measured")
        }
        return try training.measureTest(of: state, path: "the state of step \(test.netStep)")
    }

    private func carryOut(_ given: JournalRecord.GivenCommand, _ training: ExperimentTraining) throws {
        let command = given.command
        if let moment = given.moment { training.experiment.noteGiven(command, at: moment) }
        guard command.changesState else { return }
        commands += 1
        guard case .load = command else {
            try training.carryOut(command)
            return
        }
        guard let loaded = given.loaded else { throw gap("it does not say which bytes '\(command)' found") }
        let (path, bytes) = try kept(loaded)
        try training.load(bytes, path: path)
    }

    /// The copy of a checkpoint that the run was given.
    private func kept(_ checkpoint: JournalRecord.KeptCheckpoint) throws -> (path: String, bytes: [UInt8]) {
        let path = checkpoint.file.map { "\(directory.path)/\($0)" } ?? checkpoint.path
        let bytes = try AtomicFile.read(path)
        guard SHA256Digest.hex(of: bytes) == checkpoint.sha256 else {
            throw Self.error(
                directory, "\(path) is not the file that the run read", "restore the file of \(checkpoint.path)")
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
        case .command(let given): given.step
        case .epoch(let epoch): epoch.step
        case .test(let test): test.step
        case .message(let event): event.step
        case .checkpoint(let saved): saved.step
        case .end(let end): end.step
        }
    }
}

extension EpochFigures {
    /// Whether everything that a journal has of the epoch, but its speed, is the same, NaN included.
    fileprivate func isIdentical(to recorded: JournalRecord.Epoch) -> Bool {
        let own = [train.loss, train.metric, heldOut.loss, heldOut.metric]
        let others = [recorded.train.loss, recorded.train.metric, recorded.heldOut.loss, recorded.heldOut.metric]
        return epoch == recorded.epoch && step == recorded.step
            && zip(own, others).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
    }
}
