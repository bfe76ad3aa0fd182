import BinaryBrain

/// Which layers a command addresses.
public enum LayerSelector: Sendable, Hashable, Codable {
    /// Every layer that understands the command.
    case all
    /// One layer, by its position in the layer table (0 is nearest the input).
    case layer(Int)
    /// Every layer of this class, or the one with this instance name (the manual's `send_to`).
    case named(String)
}

/// Everything that can change an experiment. Keys, the palette, the command line and replay all send these values to the
/// same mailbox; the session applies them between two mini-batches, in order.
public enum Command: Sendable, Hashable, Codable {
    /// Signals of these layers are single bits (true) or real numbers (false).
    case binary(Bool, LayerSelector)
    /// These layers run the plain reference code (true) or the vectorised kernels (false).
    case hostOnly(Bool, LayerSelector)
    /// These layers may run on the device in use (true) or stay on the processor (false). The bits are the same.
    case device(Bool, LayerSelector)
    /// Oversampling of the binary modulation; nil leaves that side as it is.
    case modulation(train: Int?, test: Int?)
    /// The threshold rule of the binary modulation.
    case modulationMethod(ModulationMethod)
    /// The optimizer's learning rate.
    case learningRate(Double)
    /// Images a mini-batch, from the next mini-batch on.
    case batchSize(Int)
    /// Epochs to train in all, those done included; more than are done already.
    case epochs(Int)
    /// Any other command string of the manual (§6.2.3.1 `send_command`), such as `lut_binarize true`.
    case send(ModelCommand, LayerSelector)
    /// Measures the test set with the present net.
    case measureTest
    /// Writes a checkpoint; nil chooses a name in the run directory.
    case save(String?)
    /// Replaces the experiment's state by a checkpoint's.
    case load(String)
    /// Stops after the current mini-batch and waits.
    case pause
    /// Goes on after a pause.
    case resume
    /// Runs one mini-batch, then pauses.
    case stepMiniBatch
    /// Runs to the end of the current epoch, then pauses.
    case stepEpoch
    /// Takes running means and variances anew from the whole training set; what is learnt stays as it is.
    case recalibrate
    /// Takes this share of the LUTs, or of the input bits, away: those that the loss on training samples needs least.
    case prune(Double, PruningTarget)
    /// Back to step 0: the same seed, the same initial weights.
    case restart
    /// Writes the net as it is now as hardware or software, with its proof, in the background.
    case export(ExportRequest)
    /// Ends the session.
    case stop

    /// Whether it changes what a checkpoint keeps, rather than when training runs or what is written.
    var changesState: Bool {
        switch self {
        case .binary, .hostOnly, .modulation, .modulationMethod, .learningRate, .batchSize, .epochs, .send, .load,
            .recalibrate, .prune, .restart:
            true
        case .device, .measureTest, .save, .export, .pause, .resume, .stepMiniBatch, .stepEpoch, .stop: false
        }
    }

    /// Images that a mini-batch may have, in files and in commands.
    static let batchSizes = 1...1_000_000
    /// Epochs that may be asked for, in files and in commands.
    static let epochCounts = 1...1_000_000

    /// The largest oversampling that the workbench offers; the engine itself takes any size ≥ 1.
    public static let modulationLadder = [1, 3, 7, 15, 31]
}
