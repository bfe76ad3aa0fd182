import BinaryBrain
import Datasets
import Foundation

/// The training of an experiment, without a session: it trains mini-batches, measures epochs and carries out commands that change
/// the training, one after another on the caller's thread. Nothing here waits, shows or schedules anything.
///
///     let training = try ExperimentTraining(ExperimentSpec(named: "mnist-lut-tiny"))
///     while !training.isDone { print(try training.trainEpoch().heldOut.metric) }
///     try training.save(to: "tiny.bbwb")
///
/// A session's engine, a replay, a sweep and tests all train through it, so that the same experiment with the same commands at the
/// same steps comes to the same bits in each of them.
public final class ExperimentTraining {
    /// The state, all that a checkpoint keeps: another one after a restart or a checkpoint that was loaded.
    private(set) var experiment: Experiment
    /// The measurement that ends an epoch, while it is at work.
    private(set) var measurement: EpochMeasurement?

    /// Step 0: everything is drawn from the experiment's seed.
    /// - Parameter dataset: as its files have it; the experiment splits and normalises it.
    /// - Throws: `BrainError` if the net does not fit the data, or not into memory.
    public convenience init(_ spec: ExperimentSpec, dataset: Dataset) throws {
        try self.init(spec, dataset: dataset, checkpoint: nil, files: ReferenceFiles())
    }

    /// Step 0, on the data that the experiment names.
    /// - Throws: `BrainError` if there is no such data, or the net does not fit it, or not into memory.
    public convenience init(_ spec: ExperimentSpec) throws {
        try self.init(spec, dataset: spec.loadUnsplitDataset())
    }

    /// Goes on from a checkpoint.
    /// - Parameters:
    ///   - checkpoint: the bytes of a `.bbwb` file.
    ///   - path: the file's name, for errors.
    /// - Throws: `BrainError` if the bytes are damaged, or are those of another net or of other data.
    public convenience init(_ spec: ExperimentSpec, dataset: Dataset, checkpoint: [UInt8], path: String) throws {
        try self.init(spec, dataset: dataset, checkpoint: (path, checkpoint), files: ReferenceFiles())
    }

    /// Step 0, or continues from a checkpoint.
    /// - Parameter files: where the files are that the experiment names.
    init(
        _ spec: ExperimentSpec, dataset: Dataset, checkpoint: (path: String, bytes: [UInt8])?, files: ReferenceFiles
    ) throws {
        let data = try spec.data(of: dataset)
        if let (path, bytes) = checkpoint {
            experiment = try Experiment(
                Checkpoint(decoding: bytes, path: path), spec: spec, data: data, path: path, files: files)
        } else {
            experiment = try Experiment(spec: spec, data: data, files: files)
        }
    }

    /// What is trained; its number of epochs may grow.
    public var spec: ExperimentSpec { experiment.spec }
    /// The net as it is now.
    public var net: any Model { experiment.net }
    /// Mini-batches trained.
    public var step: Int { experiment.progress.step }
    /// Epochs trained and measured.
    public var epoch: Int { experiment.progress.epoch }
    /// Bytes that crossed between the device in use and the processor in the last mini-batch; nil without a device.
    public var deviceBytes: Int? { experiment.deviceBytes }
    /// Whether all epochs are trained and measured, or the training ends before that, as its file says.
    public var isDone: Bool { experiment.isDone }
    /// Whether all mini-batches of the present epoch are trained, and its measurement is not done.
    public var awaitsMeasurement: Bool { experiment.progress.awaitsEvaluation }

    // MARK: Training

    /// Trains one mini-batch, which the epoch must still have.
    /// - Parameter stop: what may cut it short; nil for nothing, which saves remembering the state of before.
    /// - Throws: `WorkStopped`, and everything is as before, if it was cut short; `BrainError` if a layer fails.
    public func trainMiniBatch(until stop: StopToken? = nil) throws {
        precondition(!awaitsMeasurement, "an epoch without mini-batches left is measured first")
        try experiment.trainMiniBatch(until: stop)
    }

    /// Trains what is left of the present epoch, with the commands that the experiment gives itself in it, and measures it.
    /// - Throws: `BrainError` if a layer fails, a command cannot be carried out, or a number of the training is infinite or NaN.
    @discardableResult
    public func trainEpoch() throws -> EpochFigures {
        while !awaitsMeasurement {
            try giveDueCommands()
            try trainMiniBatch()
            if let defect = experiment.defect {
                throw BrainError(
                    .parameter, what: "training step \(step)", why: "\(defect)",
                    remedy: defect.kind == .input ? "check the data" : "lower the learning rate, or check the data")
            }
        }
        let figures = try measureEpoch()
        if isDone { try giveDueCommands() }
        return figures
    }

    /// Carries out what the experiment's file says for now.
    private func giveDueCommands() throws {
        while let due = experiment.dueCommand {
            experiment.noteGiven(due.command, at: due.moment.description)
            if case .save(let path?) = due.command { try save(to: path) } else { try carryOut(due.command) }
        }
    }

    // MARK: Measuring

    /// Measures an epoch whose mini-batches are all trained, and closes it.
    /// - Throws: `BrainError` if a layer fails.
    public func measureEpoch() throws -> EpochFigures {
        try beginMeasurement()
        while true {
            if let figures = try measureBatch() { return figures }
        }
    }

    /// Begins to measure an epoch whose mini-batches are all trained; before the last epoch's measurement running statistics are
    /// taken anew if the experiment says so.
    /// - Parameter countsAnswers: whether who answers which class for which is counted, too.
    /// - Returns: what the new statistics have changed; nil if there are none.
    @discardableResult
    func beginMeasurement(countsAnswers: Bool = false) throws -> Recalibration.Change? {
        precondition(awaitsMeasurement, "an epoch with mini-batches left is trained first")
        let isLast = epoch + 1 >= spec.epochs
        let change = try spec.evaluate.recalibrates && isLast ? experiment.recalibrate() : nil
        measurement = EpochMeasurement(of: experiment, countsAnswers: countsAnswers)
        return change
    }

    /// Measures one more batch of a measurement that was begun, unless a `StopToken` cuts it short: then nothing has been measured.
    /// - Returns: the figures of the epoch, which is closed then; nil while there is more to measure.
    func measureBatch() throws -> EpochFigures? {
        guard let measurement else { preconditionFailure("a measurement is begun first") }
        guard let figures = try measurement.measureBatch() else { return nil }
        self.measurement = nil
        experiment.finishEpoch(heldOut: figures.heldOut)
        return EpochFigures(
            epoch: epoch, step: step, train: figures.train, heldOut: figures.heldOut,
            part: experiment.data.dataset.heldOutPart)
    }

    /// A running measurement would mix two nets: the epoch's begins again.
    func netHasChanged() { measurement = nil }

    // MARK: The whole state

    /// Back to step 0: the same seed, the same initial weights.
    /// - Throws: `BrainError` if the net cannot be made anew, as where a file that the experiment starts from has changed.
    public func restart() throws {
        adopt(try Experiment(spec: spec, data: experiment.data, files: experiment.files))
    }

    /// Replaces the state by a checkpoint's, all of which is read and checked before anything of the present state is given up.
    /// - Parameters:
    ///   - checkpoint: the bytes of a `.bbwb` file.
    ///   - path: the file's name, for errors.
    /// - Throws: `BrainError` if the bytes are damaged, or are those of another net or of other data.
    public func load(_ checkpoint: [UInt8], path: String) throws {
        adopt(
            try Experiment(
                Checkpoint(decoding: checkpoint, path: path), spec: spec, data: experiment.data, path: path,
                files: experiment.files))
    }

    private func adopt(_ experiment: Experiment) {
        self.experiment = experiment
        measurement = nil
    }

    /// Writes a checkpoint, from which training continues with the same bits.
    /// - Throws: `BrainError` if the file cannot be written; there is no half of one then.
    public func save(to path: String) throws {
        try AtomicFile.write(experiment.checkpoint().encode(), to: path)
    }

    /// A digest of the whole state: two trainings with the same one are the same, bit for bit.
    /// - Throws: `BrainError` if a layer has no form in a checkpoint.
    public func digest() throws -> StateDigest { try experiment.checkpoint().digest }
}
