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

/// The measurements of a training, against its mini-batches.
struct Histories: Sendable {
    var trainLoss = MetricHistory()
    var trainMetric = MetricHistory()
    /// On the held-out part of the data: the validation part, or the test set without one.
    var testLoss = MetricHistory()
    var testMetric = MetricHistory()
}
