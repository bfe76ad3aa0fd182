import BinaryBrain
import Datasets
import Foundation

/// What the engine is doing.
public enum RunState: Sendable, Equatable {
    /// Reading data and building the net.
    case starting
    /// Mini-batches are running.
    case training
    /// The test (or training) set is being measured.
    case evaluating
    /// A pause was asked for, and what is at work comes to its end first.
    case pausing
    /// Waiting for a command.
    case paused
    /// All epochs are done; waiting for a command.
    case finished
    /// The session ended by command.
    case stopped
    /// The session cannot go on; the text says what, why and what to do.
    case failed(String)

    /// The state from the moment that a command is accepted: before the engine, which may be busy, takes it.
    func afterAccepting(_ command: Command) -> RunState {
        switch command {
        case .pause: self == .training || self == .evaluating ? .pausing : self
        case .resume, .stepMiniBatch, .stepEpoch: self == .pausing || self == .paused ? .training : self
        case .binary, .hostOnly, .device, .modulation, .modulationMethod, .learningRate, .batchSize, .epochs, .send,
            .recalibrate, .prune, .restart, .measureTest, .save, .load, .export, .stop:
            self
        }
    }
}

/// One row of the layer table.
public struct LayerSnapshot: Sendable, Equatable {
    /// Class name, such as `DifferentiableLut6`.
    public var className: String
    /// Name in files, with the element types.
    public var objectName: String
    /// Instance name, if it has one.
    public var name: String?
    /// A setting that changes what it is, such as `tau 2.7`; nil for none.
    public var remark: String?
    /// Shape of one input frame, such as `[1, 28, 28]`.
    public var inputShape: [Int]
    /// Shape of one output frame.
    public var outputShape: [Int]
    /// LUTs that this layer becomes in hardware; nil for a layer that becomes none.
    public var lutCount: Int?
    /// Trainable numbers.
    public var parameterCount: Int
    /// Whether its signals are single bits; nil if that cannot be switched.
    public var isBinary: Bool?
    /// Whether it takes its inputs for −1 and +1, which the command `binary` switches too; nil for a layer without such a switch.
    public var binarizesInput: Bool?
    /// Whether it runs the plain reference code; nil if that cannot be switched.
    public var isHostOnly: Bool?
    /// Whether it may run on the device in use; nil without one, and for a layer that has no kernel for it.
    public var usesDevice: Bool?
    /// Whether it ran there in the last mini-batch.
    public var ranOnDevice = false
    /// Share of ones (binary) or mean value (real) of its output in the last mini-batch; nil before the first.
    public var activationRate: Float?

    /// What commands address it by.
    var address: LayerAddress { LayerAddress(className: className, objectName: objectName, name: name) }

    /// Makes a row.
    /// - Parameter objectName: name in files; nil if it is the class name.
    public init(
        className: String, objectName: String? = nil, name: String? = nil, remark: String? = nil, inputShape: [Int],
        outputShape: [Int],
        lutCount: Int? = nil,
        parameterCount: Int = 0, isBinary: Bool? = nil, binarizesInput: Bool? = nil, isHostOnly: Bool? = nil,
        activationRate: Float? = nil
    ) {
        self.className = className
        self.objectName = objectName ?? className
        self.name = name
        self.remark = remark
        self.inputShape = inputShape
        self.outputShape = outputShape
        self.lutCount = lutCount
        self.parameterCount = parameterCount
        self.isBinary = isBinary
        self.binarizesInput = binarizesInput
        self.isHostOnly = isHostOnly
        self.activationRate = activationRate
    }
}

/// The binary modulation around the net; nil in a snapshot whose experiment has none.
public struct ModulationSnapshot: Sendable, Equatable {
    /// Oversampling while training.
    public var train: Int
    /// Oversampling while testing.
    public var test: Int
    /// Threshold rule.
    public var method: ModulationMethod
    /// Whether values become bits; otherwise real numbers pass through.
    public var isBinary: Bool

    /// Makes a modulation state.
    public init(train: Int, test: Int, method: ModulationMethod, isBinary: Bool = true) {
        self.isBinary = isBinary
        self.train = train
        self.test = test
        self.method = method
    }
}

/// An image as values 0…1, row-major planes (C, H, W).
public struct SampleImage: Sendable, Equatable {
    /// Planes: 1 grey, 3 red green blue.
    public var channels: Int
    /// Rows.
    public var height: Int
    /// Columns.
    public var width: Int
    /// `channels · height · width` values.
    public var values: [Float]

    /// Makes an image; `values` must hold `channels · height · width` numbers.
    public init(channels: Int, height: Int, width: Int, values: [Float]) {
        precondition(values.count == channels * height * width, "an image needs channels · height · width values")
        self.channels = channels
        self.height = height
        self.width = width
        self.values = values
    }
}

/// One test sample and what the net makes of it.
public struct SampleSnapshot: Sendable, Equatable {
    /// The net's answer.
    public enum Output: Sendable, Equatable {
        /// A class: scores of all classes, and the right one.
        case classification(scores: [Float], label: Int)
        /// A picture.
        case reconstruction(SampleImage)
        /// Anything else: plain numbers beside the wanted ones.
        case values([Float], target: [Float])
    }
    /// The input; nil if it is not a picture.
    public var input: SampleImage?
    /// The net's answer.
    public var output: Output

    /// Makes a sample.
    public init(input: SampleImage?, output: Output) {
        self.input = input
        self.output = output
    }
}

/// The state of an experiment at one moment: all that a screen may know. The engine publishes one after another, the
/// latest wins; screens are pure functions of it.
public struct Snapshot: Sendable {
    /// The experiment's name.
    public var experiment: String
    /// The data set's name.
    public var dataset: String
    /// The run's directory; nil if nothing is kept.
    public var runDirectory: String?
    /// What the run's directory lacks of what has happened, because it could not be written: a sentence each.
    public var missing: [String] = []
    /// The file, checkpoint or run that the experiment was read from.
    public var source = ""
    /// How often the session was to end, could not save before, and stayed (`WorkbenchSession.end(saving:orStay:)`).
    public var refusedEnds = 0
    /// The seed of everything drawn.
    public var seed: UInt64
    /// What the engine is doing.
    public var state: RunState
    /// Mini-batches trained.
    public var step: Int
    /// Epochs completed.
    public var epoch: Int
    /// Epochs asked for.
    public var epochs: Int
    /// Mini-batches done in the current epoch.
    public var stepInEpoch: Int
    /// Mini-batches in an epoch.
    public var stepsPerEpoch: Int
    /// The layer table, input first.
    public var layers: [LayerSnapshot]
    /// The binary modulation; nil if the experiment has none.
    public var modulation: ModulationSnapshot?
    /// The device in use; nil for none.
    public var device: DeviceSnapshot?
    /// The optimizer's learning rate.
    public var learningRate: Double
    /// How the schedule changes it, and the rate that comes of that; nil without a schedule.
    public var schedule: ScheduleSnapshot?
    /// How a training with an early stop has ended; nil before that, and without one.
    public var ending: String?
    /// Images a mini-batch.
    public var batchSize: Int
    /// What the metric measures.
    public var metricKind: MetricKind
    /// Loss of each mini-batch.
    public var trainLoss: MetricHistory
    /// Metric of each mini-batch.
    public var trainMetric: MetricHistory
    /// The part of the data that epochs are measured on: validation, or the test set without one.
    public var heldOutPart = DataPart.test
    /// Measurements of the test set beside those of the epochs, oldest first.
    public var tests: [JournalRecord.Test] = []
    /// Loss on the whole of that part, at the steps where it was measured.
    public var testLoss: MetricHistory
    /// Metric on the whole of that part, at the steps where it was measured.
    public var testMetric: MetricHistory
    /// Loss on some samples of that part, measured now and then while somebody watches.
    public var probeLoss = MetricHistory()
    /// Metric on some samples of that part, measured now and then while somebody watches.
    public var probeMetric = MetricHistory()
    /// Images of that part; 0 if that is not known.
    public var testSize = 0
    /// Those of them that `probeLoss` and `probeMetric` are measured on; 0 if that is not known.
    public var probeSize = 0
    /// Whether loss and metric are the same number.
    public var isLossMetric = false
    /// A few test samples with the net's answers.
    public var samples: [SampleSnapshot]
    /// The newest measurement of the test set, or of a part of it, class by class; nil for a regression.
    public var confusion: ConfusionMatrix?
    /// The layer that somebody looks at; nil while nobody does.
    public var layerInspection: LayerInspection?
    /// The LUTs that somebody looks at; nil while nobody does.
    public var lutInspection: LutInspection?
    /// The weights at every oversampling, measured in the background while somebody looks; nil before that.
    public var modulationSweep: ModulationSweep?
    /// The names of the classes, for the predictions; empty for a regression.
    public var classNames: [String]
    /// The last events, oldest first.
    public var events: [SessionEvent]
    /// Every steering event of the run (step and text), for the plots.
    public var steering: [SessionEvent]
    /// The export that is running; nil if none is.
    public var export: ExportSnapshot?
    /// Whether the state is in no file of the run's folder.
    public var isUnsaved = false
    /// Who trains it, if the run is only looked at; nil for a session's own.
    public var watched: WatchedSnapshot?
    /// What the training takes of this machine; nil if nobody looks, or it trains elsewhere.
    public var machine: MachineUse?
    /// What lasts for longer than a moment and is still at work; nil for nothing.
    public var work: WorkProgress?
    /// How many times as long a mini-batch takes in plain reference code on this machine; nil while that is not measured.
    public var hostOnlyFactor: Double?
    /// Speed of training by the clock on the wall, over the last seconds or over the last mini-batch where that took longer:
    /// images, before modulation.
    public var imagesPerSecond: Double
    /// The same in frames, after modulation.
    public var framesPerSecond: Double
    /// Images still to train.
    public var imagesLeft = 0
    /// Seconds that the measurements at the ends of the epochs still take; 0 before the first.
    public var testSecondsLeft = 0.0
    /// Seconds until all epochs are done, at the present speed; nil if unknown.
    public var secondsLeft: Double?

    /// Makes the snapshot of an experiment that has not begun.
    public init(
        experiment: String, dataset: String, seed: UInt64 = 1, epochs: Int = 1, batchSize: Int = 64,
        learningRate: Double = 0.001, metricKind: MetricKind = .accuracy
    ) {
        self.experiment = experiment
        self.dataset = dataset
        self.seed = seed
        self.epochs = epochs
        self.batchSize = batchSize
        self.learningRate = learningRate
        self.metricKind = metricKind
        state = .starting
        step = 0
        epoch = 0
        stepInEpoch = 0
        stepsPerEpoch = 0
        layers = []
        trainLoss = MetricHistory()
        trainMetric = MetricHistory()
        testLoss = MetricHistory()
        testMetric = MetricHistory()
        samples = []
        classNames = []
        events = []
        steering = []
        imagesPerSecond = 0
        framesPerSecond = 0
    }
}
