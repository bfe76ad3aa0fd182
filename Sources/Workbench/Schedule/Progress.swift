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
