import BinaryBrain
import Datasets

/// A whole experiment at one moment: everything that a training needs to go on as if it had never stopped.
struct Checkpoint: Sendable {
    /// The net, as a `.bb_net` file holds it.
    var net: [UInt8]
    /// What the net's file does not carry (switches, random state): see `ModelStates`.
    var modelStates: [[String: [UInt64]]]
    /// The optimizer's scalars and moments.
    var optimizer: OptimizerState
    /// The samples of the rest of the epoch, and of all later ones.
    var order: BatchOrder
    /// The experiment file.
    var specification: String
    /// Counters and present settings.
    var progress: Progress
    /// What the plots show.
    var histories: Histories
    /// Steering events so far.
    var steering: [SessionEvent]
    /// What the training remembers of its course.
    var course = TrainingCourse()
    /// What the training samples stood for; nil in files of before this was kept. It tells, and decides nothing of the training.
    var sampleRange: SampleRange?
    /// What was done to the samples; nil for nothing.
    var preparation: Preparation?
    /// Names of what goes in and out; nil for data that is no table.
    var columns: ColumnNames?
}

/// Counters of a training and the settings that commands have changed.
struct Progress: Sendable, Equatable {
    /// Mini-batches trained.
    var step = 0
    /// Epochs completed.
    var epoch = 0
    /// Mini-batches of the present epoch.
    var stepInEpoch = 0
    /// Whether all mini-batches of the epoch are done, and its measurement is not.
    var awaitsEvaluation = false
    /// Sum over the images of the present epoch: losses of their mini-batches.
    var lossSum = 0.0
    /// Sum over the images of the present epoch: metrics of their mini-batches.
    var metricSum = 0.0
    /// Images of the present epoch.
    var imageCount = 0
    /// Images a mini-batch.
    var batchSize = 0
    /// Threshold rule of the modulation.
    var method = ModulationMethod.pwm
    /// Oversampling of the modulation; 0 if there is none.
    var trainModulation = 0
    /// Oversampling of the modulation when testing; 0 if there is none.
    var testModulation = 0
}

/// The measurements of a training, against its mini-batches.
struct Histories: Sendable {
    var trainLoss = MetricHistory()
    var trainMetric = MetricHistory()
    /// On the held-out part of the data: the validation part, or the test set without one.
    var testLoss = MetricHistory()
    var testMetric = MetricHistory()
}
