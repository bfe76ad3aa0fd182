import BinaryBrain
import Export

/// The first word of a command that is for the experiment as a whole; what is for its layers, their cards say.
///
/// Each command has its verb (`Command.verb`), and each verb what it does and what lists offer of it: a command that is new here is new
/// in the palette, in Documentation/Layers.md and among the names that are proposed for a misspelt one.
public enum CommandVerb: String, Sendable, CaseIterable {
    /// The oversampling.
    case modulation
    /// The thresholds of the modulation.
    case modulationMethod = "modulation_method"
    /// The optimizer's rate.
    case learningRate = "learning_rate"
    /// The size of mini-batches.
    case batchSize = "batch_size"
    /// How long to train.
    case epochs
    /// Waits.
    case pause
    /// Ends the wait.
    case resume
    /// A mini-batch, then a wait.
    case step
    /// The rest of an epoch, then a wait.
    case epoch
    /// Running statistics anew.
    case recalibrate
    /// LUTs or inputs away.
    case prune
    /// From the beginning.
    case restart
    /// A measurement of the test set.
    case test
    /// A checkpoint is written.
    case save
    /// A checkpoint is read.
    case load
    /// A bundle is written.
    case export
    /// The end.
    case stop

    /// What it does, in a line.
    public var summary: String {
        switch self {
        case .modulation: "frames per image"
        case .modulationMethod: "how the thresholds of the modulation are found"
        case .learningRate: "the optimizer's learning rate"
        case .batchSize: "images per mini-batch"
        case .epochs: "total number of epochs"
        case .pause: "pauses after the current mini-batch"
        case .resume: "resumes"
        case .step: "trains one mini-batch, then pauses"
        case .epoch: "trains to the end of the epoch, then pauses"
        case .recalibrate: "recomputes running means from the training set"
        case .prune: "removes a share of the LUTs, or of the inputs, that the loss needs least"
        case .restart: "returns to step 0"
        case .test: "measures the test set now"
        case .save: "writes a checkpoint"
        case .load: "continues from a checkpoint"
        case .export: "writes the net as hardware or software"
        case .stop: "ends the session"
        }
    }

    /// Whole commands, and beginnings that want more behind their last space.
    public var offers: [String] {
        switch self {
        case .modulation:
            Command.modulationLadder.map { "\(rawValue) \($0)" } + ["\(rawValue) train ", "\(rawValue) test "]
        case .modulationMethod: ModulationMethod.allCases.map { "\(rawValue) \($0.rawValue)" }
        case .export: ExportFormat.allCases.map { "\(rawValue) \($0.rawValue)" }
        case .learningRate, .batchSize, .epochs, .load, .prune: ["\(rawValue) "]
        case .save: [rawValue, "\(rawValue) "]
        case .pause, .resume, .step, .epoch, .recalibrate, .restart, .test, .stop: [rawValue]
        }
    }
}

extension LayerCommand {
    /// The same for a command that layers know.
    public var offers: [String] {
        switch argument {
        case .flag: ["\(verb) true", "\(verb) false"]
        case .number, .word: ["\(verb) "]
        }
    }

    /// What the classes of layers that are known now understand, each verb once, in the words of the first class that has it; switches
    /// that change nothing are left out.
    public static var known: [LayerCommand] {
        var seen: Set<String> = []
        return LayerRegistry.cards.flatMap(\.commands).filter { $0.hasEffect && seen.insert($0.verb).inserted }
    }
}

extension Command {
    /// Its first word; nil for a command to layers.
    public var verb: CommandVerb? {
        switch self {
        case .binary, .hostOnly, .device, .send: nil
        case .modulation: .modulation
        case .modulationMethod: .modulationMethod
        case .learningRate: .learningRate
        case .batchSize: .batchSize
        case .epochs: .epochs
        case .measureTest: .test
        case .save: .save
        case .load: .load
        case .pause: .pause
        case .resume: .resume
        case .stepMiniBatch: .step
        case .stepEpoch: .epoch
        case .recalibrate: .recalibrate
        case .prune: .prune
        case .restart: .restart
        case .export: .export
        case .stop: .stop
        }
    }
}
