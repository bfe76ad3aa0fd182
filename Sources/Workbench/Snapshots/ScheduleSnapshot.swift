/// What the schedule of the learning rate does at one moment.
public struct ScheduleSnapshot: Sendable, Equatable {
    /// Its name in experiment files.
    public var name: String
    /// The learning rate that it makes of the optimizer's.
    public var learningRate: Double

    /// A schedule at one moment.
    public init(name: String, learningRate: Double) {
        self.name = name
        self.learningRate = learningRate
    }
}
